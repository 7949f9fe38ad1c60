"""Words of a page's furniture: lines that belong to the site, not to the article, in HTML and plain text alike."""

from __future__ import annotations

from transforms.pages.patterns import any_of, whole_line

# A line that begins the end: what follows is other stories, forms, notes about the site. Whole line, any case.
END_MARK = whole_line(
    r"""
    related (?:articles?|posts?|stories|topics|content|news|reading|links|coverage|resources)|(?:you (?:may|
    might) (?:also )?(?:like|enjoy)(?: ?(?:\.\.\.|…))?|recommended(?: for you| reading| stories| articles)?)|
    (?:more (?:from|on|in|stories|news|articles|posts|like this)\b.{0,60})|read (?:next|more|also)(?: (?:from|
    on|in)\b.{0,60})?|up next|
    next (?:article|post|story)|(?:previous|older|newer) (?:article|post|story)|(?:most|top) (?:read|popular|viewed|
    commented|stories)|popular (?:posts|stories|articles|now)|trending(?: now)?|(?:leave|post|add|write) (?:a|
    your) (?:comment|reply|response)|leave a reply.{0,40}|(?:\d+ )?comments?(?: \(\d+\))?|no comments(?: yet)?|
    join the (?:conversation|discussion)|what do you think\??|share (?:this|on|with|via)\b.{0,40}|
    about (?:the )?authors?(?: .{0,40})?|author bio|written by|(?:sign up|subscribe)(?: (?:for|to|now|
    today)\b.{0,80})?|filed under\b.{0,80}|tagged\b.{0,80}|latest (?:news|posts|stories|articles|from.{0,40})|
    back to (?:top|blog|news)|all rights reserved\.?|get in touch|contact us
    """
)
# A paragraph that belongs to the page, not to the article, wherever it stands.
NOISE = whole_line(
    r"""
    \(?(?:additional )?(?:reporting|writing|editing) by\b.{0,250}|our standards\s*:.{0,120}|
    advertisement|advertising|ad|sponsored|share(?: this)?(?: article| story| post)?|tweet|pin(?: it)?|email|print|
    copy link|link copied!?|save|listen|listen to (?:this )?article|read more(?: about this)?(?: …|\.\.\.)?|
    continue reading(?: below)?.{0,60}|article continues (?:below|after).{0,40}|story continues below.{0,30}|
    scroll to continue.{0,30}|skip advert(?:isement)?|click here.{0,60}|follow us.{0,80}|sign up (?:for|
    to)\b.{0,120}|subscribe (?:to|now)\b.{0,120}|no comments on\b.{0,200}|(?:see|read) also\s*:.{0,160}|
    also read\s*:.{0,160}|read more\s*:.{0,160}|recommended\s*:.{0,120}|related\s*:.{0,160}|download (?:the|
    our) app\b.{0,80}|
    (?:image|photo|picture) (?:credits?|source|by|copyright|sources\s*:)(?!\w)\s*:?.{0,80}|
    [\w .,'’&|/-]{0,80}[/|]\s?getty images|join our (?:newsletter|mailing list)\b.{0,120}|
    copyright\s*(?:©|\(c\)|\d{4}).{0,200}|©.{0,200}|
    all rights reserved\.?.{0,60}|\d{1,3} min(?:ute)?s?\.? read|reading time\b.{0,30}|\d+ (?:shares?|views?|
    comments?|likes?)|(?:last )?updated\s*:?.{0,40}|published\s*:?.{0,40}|loading\s*(?:…|\.\.\.)|table of contents|
    jump to.{0,40}
    """
)
# A paragraph above the text that says who pays for it.
NOTICE = any_of(
    r"""
    \b(?:earn|receive|get|make)s? (?:us )?(?:an? )?(?:small |affiliate |referral )*commissions?\b|
    ^affiliate (?:disclosure|disclaimer|links?)\b|\b(?:contains?|uses?|includes?) affiliate links\b|
    ^(?:advertiser|affiliate) disclosure\b|\benthält affiliate-?links\b|\bliens affiliés\b|\benlaces de afiliad[oa]s?\b
    """
)
