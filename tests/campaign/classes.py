"""The classes of attacks, by name."""

from tests.campaign import archives, bundles, full_disk, kills, pages, queries, together, user_files
from tests.campaign.trial import Attack

CLASSES = (archives, bundles, full_disk, kills, pages, queries, together, user_files)
ATTACKS: dict[str, Attack] = {module.ATTACK.name: module.ATTACK for module in CLASSES}
