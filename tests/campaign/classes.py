"""The classes of attacks, by name."""

from tests.campaign import bundles, kills, queries, together, user_files
from tests.campaign.trial import Attack

ATTACKS: dict[str, Attack] = {
    attack.name: attack
    for attack in (bundles.ATTACK, kills.ATTACK, queries.ATTACK, together.ATTACK, user_files.ATTACK)
}
