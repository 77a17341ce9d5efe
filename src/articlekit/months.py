# ruff: noqa: E501
"""Names of months in many languages, in full and short, as they stand behind a day and alone, lower case, without dots.

From the Unicode CLDR, version 47 (Unicode License v3), and some spellings beside it that pages use. A language whose
names all stand in an earlier line has none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Language and twelve names a line; "-" where a name is missing or has two words.
_NAMES: Final = """
en january february march april may june july august september october november december
en jan feb mar apr may jun jul aug sep oct nov dec
en jan feb mar apr may june july aug sept oct nov dec
de januar februar märz april mai juni juli august september oktober november dezember
de jan feb märz apr mai juni juli aug sept okt nov dez
de jan feb mär apr mai jun jul aug sep okt nov dez
de jän feb mrz apr mai jun jul aug sep okt nov dez
de januar februar maerz april mai juni juli august september oktober november dezember
fr janvier février mars avril mai juin juillet août septembre octobre novembre décembre
fr janv févr mars avr mai juin juil août sept oct nov déc
fr janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
es enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
es ene feb mar abr may jun jul ago sept oct nov dic
es ene feb mar abr may jun jul ago set oct nov dic
es enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
it gen feb mar apr mag giu lug ago set ott nov dic
pt janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
pt jan fev mar abr mai jun jul ago set out nov dez
nl januari februari maart april mei juni juli augustus september oktober november december
nl jan feb mrt apr mei jun jul aug sep okt nov dec
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december
nb januar februar mars april mai juni juli august september oktober november desember
nb jan feb mars apr mai juni juli aug sep okt nov des
fi tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
fi tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
fi tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
is janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
is jan feb mar apr maí jún júl ágú sep okt nóv des
pl stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
pl sty lut mar kwi maj cze lip sie wrz paź lis gru
pl styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
cs ledna února března dubna května června července srpna září října listopadu prosince
cs led úno bře dub kvě čvn čvc srp zář říj lis pro
cs leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
sk januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
sk jan feb mar apr máj jún júl aug sep okt nov dec
sk január február marec apríl máj jún júl august september október november december
sl januar februar marec april maj junij julij avgust september oktober november december
sl jan feb mar apr maj jun jul avg sep okt nov dec
sr јануар фебруар март април мај јун јул август септембар октобар новембар децембар
sr јан феб мар апр мај јун јул авг сеп окт нов дец
ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
ro ian feb mar apr mai iun iul aug sept oct nov dec
hu január február március április május június július augusztus szeptember október november december
hu jan febr márc ápr máj jún júl aug szept okt nov dec
bg януари февруари март април май юни юли август септември октомври ноември декември
bg яну фев март апр май юни юли авг сеп окт ное дек
mk јануари февруари март април мај јуни јули август септември октомври ноември декември
uk січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
uk січ лют бер квіт трав черв лип серп вер жовт лист груд
uk січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
ru января февраля марта апреля мая июня июля августа сентября октября ноября декабря
ru янв февр мар апр мая июн июл авг сент окт нояб дек
ru январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
be студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня
be сту лют сак кра мая чэр ліп жні вер кас ліс сне
be студзень люты сакавік красавік май чэрвень ліпень жнівень верасень кастрычнік лістапад снежань
el ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
el ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
el ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος
el ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ
tr ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
tr oca şub mar nis may haz tem ağu eyl eki kas ara
az yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
az yan fev mar apr may iyn iyl avq sen okt noy dek
lt sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
lt saus vas kov bal geg birž liep rugp rugs spal lapkr gruod
lt sausis vasaris kovas balandis gegužė birželis liepa rugpjūtis rugsėjis spalis lapkritis gruodis
lv janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
lv janv febr marts apr maijs jūn jūl aug sept okt nov dec
et jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
et jaan veebr märts apr mai juuni juuli aug sept okt nov dets
ca gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
ca gen febr març abr maig juny jul ag set oct nov des
gl xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro
gl xan feb mar abr maio xuño xul ago set out nov dec
eu urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua
eu urt ots mar api mai eka uzt abu ira urr aza abe
cy ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr
cy ion chwef maw ebr mai meh gorff awst medi hyd tach rhag
cy ion chw maw ebr mai meh gor awst medi hyd tach rhag
ga eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa - - samhain nollaig
ga ean feabh márta aib beal meith iúil lún mfómh dfómh samh noll
id januari februari maret april mei juni juli agustus september oktober november desember
id jan feb mar apr mei jun jul agu sep okt nov des
ms januari februari mac april mei jun julai ogos september oktober november disember
ms jan feb mac apr mei jun jul ogo sep okt nov dis
th มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
th ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค
hi जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
hi जन॰ फ़र॰ मार्च अप्रैल मई जून जुल॰ अग॰ सित॰ अक्टू॰ नव॰ दिस॰
bn জানুয়ারী ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
bn জানু ফেব মার্চ এপ্রি মে জুন জুল আগ সেপ অক্টো নভে ডিসে
ta ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்
ta ஜன பிப் மார் ஏப் மே ஜூன் ஜூலை ஆக செப் அக் நவ டிச
ar يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
ar - شباط آذار نيسان أيار حزيران تموز آب أيلول - - -
fa ژانویهٔ فوریهٔ مارس آوریل مهٔ ژوئن ژوئیهٔ اوت سپتامبر اکتبر نوامبر دسامبر
fa ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
he ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
he ינו׳ פבר׳ מרץ אפר׳ מאי יוני יולי אוג׳ ספט׳ אוק׳ נוב׳ דצמ׳
ka იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი
ka იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
hy հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի
hy հնվ փտվ մրտ ապր մյս հնս հլս օգս սեպ հոկ նոյ դեկ
hy հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր
kk қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
kk қаң ақп нау сәу мам мау шіл там қыр қаз қар жел
sq janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
sq jan shk mar pri maj qer korr gush sht tet nën dhj
sw januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
fil enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
fil ene peb mar abr may hun hul ago set okt nob dis
af januarie februarie maart april mei junie julie augustus september oktober november desember
hr siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
hr sij velj ožu tra svi lip srp kol ruj lis stu pro
hr siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac
"""
_ROWS: Final = tuple(
    (language, name, number)
    for language, *names in (line.split() for line in _NAMES.strip().splitlines())
    for number, name in enumerate(names, start=1)
    if name != "-"
)
MONTHS: Final[Mapping[str, int]] = MappingProxyType({name: number for _, name, number in reversed(_ROWS)})
"""Names and their numbers; a name that two languages use for different months has the number of the first."""
_ODD: Final = frozenset(language for language, name, number in _ROWS if MONTHS[name] != number)
MONTHS_OF: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        odd: MappingProxyType({**MONTHS, **{name: number for language, name, number in _ROWS if language == odd}})
        for odd in _ODD
    }
)
"""For a language in which some of those names mean another month: all names, its own as it means them."""
