"""Column names of Strava's activities.csv, by language.

English in its variants since 2019, German, Czech, Dutch, Spanish, French, Polish, Japanese,
Chinese and Brazilian Portuguese: the languages for which real or tested headers are known. A
field that a language lacks here is one whose name in it is not known.
"""

from __future__ import annotations

from metatarsal_load.readers.exports.table import words

WORDS = words(
    {
        "id": "Activity ID|Aktivitäts-ID|ID aktivity|Activiteits-ID|ID de actividad"
        "|ID de l'activité|Identyfikator aktywności|アクティビティID|活动 ID|ID da atividade",
        "date": "Activity Date|Aktivitätsdatum|Datum aktivity|Datum van activiteit"
        "|Fecha de la actividad|Date de l'activité|Data aktywności|アクティビティ実行日|活动日期"
        "|Data da atividade",
        "name": "Activity Name|Name der Aktivität|Název aktivity|Naam activiteit"
        "|Naam van activiteit|Nombre de la actividad|Nom de l'activité|Nazwa aktywności"
        "|アクティビティ名|活动名称|Nome da atividade",
        "type": "Activity Type|Aktivitätsart|Typ aktivity|Activiteitstype|Tipo de actividad"
        "|Type d'activité|Rodzaj aktywności|アクティビティタイプ|活动类型|Tipo de atividade",
        "sport_type": "Sport Type",
        "description": "Activity Description|Aktivitätsbeschreibung|Popis aktivity"
        "|Beschrijving van activiteit",
        "private_note": "Activity Private Note|Hinweis zur Privatsphäre für Aktivitäten"
        "|Soukromá poznámka k aktivitě",
        "file": "Filename|Dateiname|Název souboru|Bestandsnaam|Nombre del archivo"
        "|Nom du fichier|ファイル名|文件名|Nome do arquivo",
        "distance": "Distance|Distanz|Vzdálenost|Afstand|Distancia|Dystans"
        "|距離|距離_1|距离|Distância",
        "elapsed": "Elapsed Time|Verstrichene Zeit|Uplynulý čas|Verstreken tijd|Temps écoulé"
        "|Tiempo transcurrido|Czas całkowity|経過時間|全程耗时|Tempo decorrido",
        "moving": "Moving Time|Bewegungszeit|Aktivní čas|Beweegtijd|Durée de déplacement"
        "|Tiempo en movimiento|Czas ruchu|移動時間|Tempo de movimentação",
        "ascent": "Elevation Gain|Höhenzunahme|Nastoupaná výška|Totale stijging|Hoogtewinst"
        "|Desnivel positivo|Dénivelé positif"
        "|獲得標高|Ganho de elevação",
        "descent": "Elevation Loss|Höhenunterschied|Naklesaná výška|Dénivelé négatif",
        "cadence": "Average Cadence|Durchschnittliche Trittfrequenz|Průměrná kadence"
        "|Gemiddelde cadans|Cadence moyenne|Cadência média",
        "heart_rate": "Average Heart Rate|Durchschnittliche Herzfrequenz"
        "|Průměrná tepová frekvence|Gemiddelde hartslag|Fréquence cardiaque moyenne"
        "|Frequência cardíaca média",
        "steps": "Total Steps|Schritte insgesamt|Nombre total de pas",
        "gear_name": "Activity Gear|Aktivitätsausrüstung|Vybavení na aktivitu"
        "|Uitrusting voor activiteit|Materiaal voor activiteit"
        "|Matériel utilisé pour l'activité|Equipamento da atividade",
        "gear_id": "Gear|Ausrüstung|Matériel",
        "rpe": "Perceived Exertion|Gefühlte Anstrengung|Ervaren inspanning|Esfuerzo percibido"
        "|Effort ressenti",
        "race": "Competition|Compétition",
        "long_run": "Long Run|Sortie longue",
        "commute": "Commute|Pendeln|Dojíždění|Woon-werkverkeer|Déplacement-transport",
        "dirt": "Dirt Distance|Auf Schotter zurückgelegte Distanz|Distance sur chemin",
    }
)
SHOES = words(
    {
        "shoe": "Shoe Name",
        "brand": "Shoe Brand",
        "model": "Shoe Model",
        "default_for": "Shoe Default Sport Types",
    }
)
