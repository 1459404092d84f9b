"""Applies the settings to the search, the page and what shows keys, and notes changes made there."""

from PySide6.QtCore import QObject

from momviewer.library.scopes import Scope
from momviewer.ui.base.actions import Actions
from momviewer.ui.library.manual_switcher import ManualSwitcher
from momviewer.ui.search.search_controller import SearchController
from momviewer.ui.settings.preferences import Preferences
from momviewer.ui.window.window_content import WindowContent
from momviewer.user_data.settings import Settings


class AppliedSettings(QObject):
    """Applies the settings at the start and at each change; notes a scope or query that was chosen."""

    def __init__(
        self,
        preferences: Preferences,
        actions: Actions,
        content: WindowContent,
        search_controller: SearchController,
        manual_switcher: ManualSwitcher,
    ) -> None:
        super().__init__(preferences)
        self._actions, self._content, self._manual_switcher = actions, content, manual_switcher
        self._search_controller = search_controller
        settings = preferences.settings
        search_controller.recent = list(settings.recent)
        manual_switcher.scope = Scope(settings.scope, settings.scope_set)
        content.page.set_zoom(settings.zoom)
        preferences.bind(actions)
        content.show_keys(actions)
        preferences.changed.connect(self._apply)
        search_controller.remembered.connect(
            lambda: preferences.change(recent=list(search_controller.recent))
        )
        manual_switcher.scope_changed.connect(
            lambda scope: preferences.change(scope=scope.kind, scope_set=scope.set)
        )

    def _apply(self, before: Settings, now: Settings) -> None:
        if before.zoom != now.zoom:
            self._content.page.set_zoom(now.zoom)
        scope = Scope(now.scope, now.scope_set)
        if scope not in {Scope(before.scope, before.scope_set), self._manual_switcher.scope}:
            named = now.scope_set != before.scope_set  # the preferences name no set
            self._manual_switcher.change_scope(scope if named else Scope(now.scope))
        self._search_controller.recent = list(now.recent)
        if before.shortcuts != now.shortcuts:
            self._content.show_keys(self._actions)
