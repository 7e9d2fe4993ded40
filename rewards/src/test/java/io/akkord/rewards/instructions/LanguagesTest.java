package io.akkord.rewards.instructions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {

    /** The first article of the Universal Declaration of Human Rights, or its first sentence. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | All human beings are born free and equal in dignity and rights.",
                "de | Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
                "nl | Alle mensen worden vrij en gelijk in waardigheid en rechten geboren.",
                "af | Alle menslike wesens word vry, met gelyke waardigheid en regte, gebore.",
                "sv | Alla människor är födda fria och lika i värde och rättigheter.",
                "da | Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed.",
                "no | Alle mennesker er født frie og med samme menneskeverd og menneskerettigheter. De er utstyrt med fornuft.",
                "fr | Tous les êtres humains naissent libres et égaux en dignité et en droits.",
                "es | Todos los seres humanos nacen libres e iguales en dignidad y derechos.",
                "pt | Todos os seres humanos nascem livres e iguais em dignidade e em direitos.",
                "it | Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti.",
                "ca | Tots els éssers humans neixen lliures i iguals en dignitat i en drets.",
                "ro | Toate ființele umane se nasc libere și egale în demnitate și în drepturi.",
                "pl | Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",
                "cs | Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv.",
                "sk | Všetci ľudia sa rodia slobodní a rovní v dôstojnosti a právach.",
                "hr | Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima.",
                "sl | Vsi ljudje se rodijo svobodni in imajo enako dostojanstvo in enake pravice.",
                "hu | Minden emberi lény szabadon születik és egyenlő méltósága és joga van.",
                "fi | Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan.",
                "et | Kõik inimesed sünnivad vabadena ja võrdsetena oma väärikuselt ja õigustelt.",
                "lv | Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās.",
                "lt | Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis.",
                "tr | Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.",
                "id | Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama.",
                "tl | Ang lahat ng tao'y isinilang na malaya at pantay-pantay sa karangalan at mga karapatan.",
                "vi | Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền.",
                "sw | Watu wote wamezaliwa huru, hadhi na haki zao ni sawa.",
                "sq | Të gjithë njerëzit lindin të lirë dhe të barabartë në dinjitet dhe në të drejta.",
                "cy | Genir pawb yn rhydd ac yn gydradd â'i gilydd mewn urddas a hawliau.",
                "so | Aadanaha dhammaantiis wuxuu dhashaa isagoo xor ah kana siman xagga sharafta iyo xuquuqda.",
                "ru | Все люди рождаются свободными и равными в своем достоинстве и правах.",
                "uk | Всі люди народжуються вільними і рівними у своїй гідності та правах.",
                "bg | Всички хора се раждат свободни и равни по достойнство и права.",
                "mk | Сите човечки суштества се раѓаат слободни и еднакви по достоинство и права.",
                "ar | يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
                "fa | تمام افراد بشر آزاد به دنیا می آیند و از لحاظ حیثیت و حقوق با هم برابرند.",
                "ur | تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔",
                "hi | सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
                "mr | सर्व मानवी व्यक्ति जन्मतःच स्वतंत्र आहेत व त्यांना समान प्रतिष्ठा व समान अधिकार आहेत.",
                "ne | सबै व्यक्तिहरू जन्मजात स्वतन्त्र हुन् ती सबैको समान अधिकार र महत्व छ।",
                "bn | সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।",
                "el | Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
                "he | כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
                "ja | すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。",
                "ko | 모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
                "zh-cn | 人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心。",
                "zh-tw | 人人生而自由,在尊嚴和權利上一律平等。他們賦有理性和良心。",
                "th | มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
            })
    void oneSentenceTellsALanguage(String code, String text) {
        assertEquals(Optional.of(code), Languages.detect(text));
        assertTrue(Languages.codes().contains(code));
    }

    @Test
    void theLanguageOfMostLettersWins() {
        assertEquals(Optional.of("ru"), Languages.detect("Python — это язык программирования, созданный для людей."));
        assertEquals(
                Optional.of("en"), Languages.detect("The word \"мир\" is Russian and means peace as well as world."));
    }

    @Test
    void capitalsChangeNoLanguage() {
        assertEquals(Optional.of("en"), Languages.detect("THE RESPONSE IS IN ENGLISH"));
        assertEquals(Optional.of("de"), Languages.detect("DIE ANTWORT IST NICHT AUF ENGLISCH"));
    }

    @Test
    void textWithoutLettersIsOfEveryLanguage() {
        assertEquals(Optional.empty(), Languages.detect("1 + 1 = 2"));
        assertTrue(Languages.isLanguage("42", "sw"));
    }
}
