"""Names of the bundled manual as they are typed: short, from memory, with a slip. How many are found."""

from momviewer.manual.bundle import Bundle
from momviewer.search.answers.quick_open import QuickOpen

TYPED = """
Configuration Overview: conf over, configuration ovreview, confoverview, cofiguration overview
Configuration Scopes and Fallback: scope fallback, csaf, config scopes, scopes and falback
Listeners: listners, lisetners, listen, listenrs
eccluster.conf File: eccluster conf, ecclutser.conf, eccluster
Control_Listener Authentication: control listener auth, controllistener, contorl_listener
Rotating Logs ec_rotate: rotating logs, rotaitng logs, rotating ec_rotate
Creating Custom Console Commands: custom commands, cccc, custom console comands
Implementing Policy with Momentum: impl policy, implementing polcy, policy with momentum
Policy Scriptlets: scriptlets, scirptlets, pol script
msys.db.execute: db.execute, db execute, msys_db_execute, msys.db.excute
ac:esmtp_capability_add: esmtp_capability_add, esmtpCapabilityAdd, capability add, esmtp_capabilty_add
msys.cloudmark.score: cloudmark score, cloudmark.score, msys.cluodmark.score
msys.cloudmark.set_af_mode_keep: set_af_mode_keep, af_mode_keep, setAfModeKeep, mcsamk
client:do_request: do_request, dorequest, client do reqest, cdr
client:set_header: set_header, client.set_header, setheader
curl.unescape: unescape, curl unescpae, curl:unescape
msg:get_envelope2: get_envelope2, getEnvelope, get_evelope2
msg:listener_addr: listener_addr, listener adress, listneraddr
msys.core.io_wrapper_open: io_wrapper_open, iowrapperopen, io wraper open, mciwo
msys.httpsrv.register: httpsrv register, httpsrv.regsiter
msys.registerControl: register_control, registercontrol, regsterControl
session:request_url_get: request_url_get, requesturlget, srug, request url
json.strerror: strerror, json_strerror, json strerorr
msgpart:addLastChild: add_last_child, addlastchild, addLastChlid
msys.bounce.classify_smtp_response: classify_smtp_response, classify smtp, mbcsr, classify_smpt_response
msys.delivery.ob_get_current_message: ob_get_current_message, get current message, ob_get_curent_message
msys.validate.opendkim.get_sig_keysize: sig_keysize, get_sig_keysize, getSigKeysize
vctx:add_recipient: add_recipient, vctx add recip, vctx.add_recipeint
doc:xpath: xpath, doc xpath, doc.xpaht
ac_auth – Authentication Handler: ac_auth, acauth, authentication handler, authentcation handler
auth_radius – RADIUS based SMTP Authentication: auth_radius, radius, auth_raduis
bounce_classifier_override – Override/Augment Bounce Classifications: bounce_classifier, bounceclassifier
engagement_tracker – HTTP Engagement Tracking: engagement tracker, engagment_tracker, eng track
compress_spool – Dynamic Spool Compression: compress_spool, compresspool, compress spol
delay_dsn – Delay DSN Generation: delay dsn, delaydsn, dealy_dsn
suppress_spool – Deferred Message Spooling: suppress_spool, supress_spool, deferred spooling
url_ripper – URL Extraction: url_ripper, urlripper, url riper, url extraction
supplemental_groups: supplementalGroups, suplemental_groups, supp groups
crypto_engine: cryptoengine, crypto-engine, crytpo_engine
ecstream_port: ecstream port, ecsteam_port, ecstreamPort
"""
"""The title of a page, and what may be typed for it."""
MAX_OFFERED = 6


def test_names_as_they_are_typed_are_found(companion: Bundle) -> None:
    """The floors are what readers were promised; none of the names is in a list that anything is tuned on."""
    names = QuickOpen.of(companion)
    titles = {info.id: info.title for info in companion.pages()}
    first = among = 0
    typed_names = [
        (title, typed)
        for title, rest in (line.rsplit(": ", 1) for line in TYPED.strip().splitlines())
        for typed in rest.split(", ")
    ]
    for title, typed in typed_names:
        found = [titles[match.name.page] for match in names.find(typed, MAX_OFFERED)]
        first += found[:1] == [title]
        among += title in found
    assert len(typed_names) >= 100
    assert first >= 0.85 * len(typed_names)
    assert among >= 0.95 * len(typed_names)
