"""One window for each reader: a second start hands its target to the window that is open, and ends."""

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 500
"""Milliseconds that a second start waits for the window that is open."""
LONGEST = 4096
"""Bytes of a target that are taken; none is longer."""


def server_name(data: Path) -> str:
    """Return the name under which the window on a data folder listens; other users have others."""
    owner = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    digest = hashlib.sha256(f"{owner}:{data.absolute()}".encode()).hexdigest()
    return f"momviewer-{digest[:16]}"


def hand_over(name: str, target: str) -> bool:
    """Give a target to the window that listens under `name`; say whether there is one."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE):
        return False
    socket.write(target.encode()[:LONGEST] + b"\n")
    written = socket.waitForBytesWritten(PATIENCE)
    socket.disconnectFromServer()
    return written


class Instance(QObject):
    """Listens for second starts. Only processes of the same user may speak to it."""

    asked = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sockets: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left by a window that was killed
            self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _take(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._sockets.append(socket)
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._read)
        self._read()

    def _read(self) -> None:
        lines = []
        for socket in list(self._sockets):
            while socket.canReadLine():
                lines.append(bytes(socket.readLine(LONGEST + 1).data()))
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                self._sockets.remove(socket)
                socket.deleteLater()
        for line in lines:
            self.asked.emit(line.decode(errors="replace").strip())
