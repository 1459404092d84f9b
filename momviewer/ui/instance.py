"""One window for each reader's data: takes what later starts hand over."""

import os
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from momviewer.library.open_window import LONGEST, TAKEN, read_message

LOCK_SUFFIX = ".lock"


class Instance(QObject):
    """Listens at the address of a data folder, where only processes of this user reach it.

    A lock says who listens: two that start at the same moment do not both become the window, and an address
    that a killed window left is taken over.
    """

    asked = Signal(str)
    """A target to come to the front with, or ""."""

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._sockets: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)
        self._lock = QLockFile(address + LOCK_SUFFIX)
        self._lock.setStaleLockTime(
            0
        )  # a window may stay open for weeks; a dead one's lock is seen by its id

    def listen(self) -> bool:
        """Begin to listen; return False where another process does, or is about to."""
        if not self._address:
            return True  # nowhere to listen safely: this window is one of its own
        if not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        Path(self._address).unlink(missing_ok=True)
        self._server.listen(self._address)
        return True

    def close(self) -> None:
        """Listen no more."""
        self._server.close()
        self._lock.unlock()

    def _take(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._sockets.append(socket)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(lambda socket=socket: self._forget(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        sent = read_message(bytes(socket.readLine(LONGEST).data()))
        if sent is None:
            socket.abort()
            return
        target, activation = sent
        socket.write(TAKEN)
        socket.disconnectFromServer()
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # Qt takes it from there, once
        self.asked.emit(target)

    def _forget(self, socket: QLocalSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            socket.deleteLater()
