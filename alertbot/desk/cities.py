"""Large cities that name no time zone of their own, and the zone they live in. Data only."""

from typing import Final

_OF_ZONE: Final = {
    "Europe/London": "Birmingham, Manchester, Liverpool, Leeds, Glasgow, Edinburgh, Cardiff, Cambridge, Oxford",
    "Europe/Paris": "Lyon, Marseille, Toulouse, Nice, Nantes, Strasbourg, Bordeaux, Lille, Rennes, Grenoble",
    "Europe/Berlin": "Hamburg, Munich, München, Cologne, Köln, Frankfurt, Stuttgart, Düsseldorf, Leipzig, Dresden",
    "Europe/Madrid": "Barcelona, Barcelone, Valencia, Seville, Sevilla, Bilbao, Málaga",
    "Europe/Rome": "Milan, Milano, Naples, Napoli, Turin, Torino, Florence, Firenze, Venice, Venezia, Bologna",
    "Europe/Zurich": "Geneva, Genève, Basel, Bâle, Bern, Berne, Lausanne",
    "Europe/Amsterdam": "Rotterdam, The Hague, Den Haag, La Haye, Utrecht, Eindhoven",
    "Europe/Brussels": "Antwerp, Anvers, Ghent, Gand, Liège",
    "Europe/Lisbon": "Porto",
    "Europe/Warsaw": "Kraków, Cracow, Cracovie, Łódź, Wrocław, Gdańsk",
    "Europe/Stockholm": "Gothenburg, Göteborg, Malmö",
    "Europe/Istanbul": "Ankara, Izmir",
    "Africa/Casablanca": "Rabat, Marrakesh, Marrakech, Tangier, Tanger",
    "Africa/Johannesburg": "Cape Town, Le Cap, Durban, Pretoria",
    "America/New_York": "Washington, Boston, Philadelphia, Philadelphie, Atlanta, Miami",
    "America/Chicago": "Houston, Dallas, Austin, Minneapolis, New Orleans, St. Louis",
    "America/Denver": "Salt Lake City, Albuquerque",
    "America/Los_Angeles": "San Francisco, San Diego, Seattle, Portland, Las Vegas, San Jose, Palo Alto",
    "America/Toronto": "Montreal, Montréal, Ottawa, Quebec, Québec",
    "America/Edmonton": "Calgary",
    "America/Sao_Paulo": "Rio de Janeiro, Brasília, Brasilia",
    "Asia/Shanghai": "Beijing, Pékin, Shenzhen, Guangzhou, Chengdu, Hangzhou, Wuhan",
    "Asia/Kolkata": "Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Pune",
    "Asia/Tokyo": "Osaka, Kyoto, Nagoya, Yokohama, Fukuoka, Sapporo",
    "Asia/Ho_Chi_Minh": "Hanoi, Hanoï, Saigon, Saïgon",
    "Asia/Dubai": "Abu Dhabi, Abou Dabi",
    "Asia/Karachi": "Lahore, Islamabad",
    "Asia/Jerusalem": "Tel Aviv, Haifa",
    "Australia/Sydney": "Canberra",
    "Pacific/Auckland": "Wellington, Christchurch",
}

CITIES: Final = {city: zone for zone, cities in _OF_ZONE.items() for city in cities.split(", ")}
