"""Makes sure that there is one window for a data folder, and takes the targets of later starts."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

from momviewer.errors import MomviewerError, UsageError
from momviewer.open_window import MAX_MESSAGE_BYTES, TAKEN, read_message, refusal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK_SUFFIX = ".lock"


@dataclass(frozen=True, slots=True)
class Request:
    """What another start asks for: a target to come to the front with, or "".

    `answer` is called once, with None when it is shown, else with why it is not.
    """

    target: str
    answer: Callable[[MomviewerError | None], None]


class Instance(QObject):
    """Listens at the address of a data folder, where only processes of this user reach it.

    A lock says who listens: two that start at the same moment do not both become the window, and an address
    that a killed window left is taken over. Who asks is answered once the target is shown, or cannot be.
    """

    requested = Signal(object)
    """With a `Request`."""

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._sockets: list[QLocalSocket] = []
        self._server: QLocalServer | None = None
        self._lock = QLockFile(address + LOCK_SUFFIX)
        self._lock.setStaleLockTime(
            0
        )  # a window may stay open for weeks; a dead one's lock is seen by its id

    def claim(self) -> bool:
        """Become the window of this data folder; return False if another process is or is about to be."""
        if not self._address or self._lock.isLocked():
            return True  # where there is nowhere to listen safely, this window is one of its own
        return self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError

    def listen(self) -> bool:
        """Become the window and begin to listen; return False if another process is the window.

        Qt's part for sockets is loaded only now, so that a window that claimed its place is shown before.
        """
        if not self.claim():
            return False
        if self._address:
            from PySide6.QtNetwork import QLocalServer

            Path(self._address).unlink(missing_ok=True)
            self._server = QLocalServer(self)
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            self._server.newConnection.connect(self._read_request)
            self._server.listen(self._address)
        return True

    def close(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.close()
        self._lock.unlock()

    def _read_request(self) -> None:
        while self._server and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._sockets.append(socket)
            socket.disconnected.connect(lambda socket=socket: self._forget(socket))
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            if socket.bytesAvailable():
                self._read(socket)

    def _read(self, socket: "QLocalSocket") -> None:
        if not socket.canReadLine() and socket.bytesAvailable() <= MAX_MESSAGE_BYTES:
            return
        socket.readyRead.disconnect()  # one message is all that is read
        sent = read_message(bytes(socket.readLine(MAX_MESSAGE_BYTES).data()))
        if sent is None:
            self._answer(socket, UsageError("What was sent to the window is no message of momviewer's."))
            return
        target, activation = sent
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # Qt takes it from there, once
        self.requested.emit(Request(target, partial(self._answer, socket)))

    def _answer(self, socket: "QLocalSocket", error: MomviewerError | None) -> None:
        if socket in self._sockets:  # else who asked is gone
            socket.write(refusal(str(error), error.exit_code) if error else TAKEN)
            socket.disconnectFromServer()

    def _forget(self, socket: "QLocalSocket") -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            socket.deleteLater()
