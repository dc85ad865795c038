# The clinic's side: services, decisions, the admin chat.

service-vaccination = Vaccination
service-routine = Check-up
service-surgery = Surgery
service-emergency = Emergency

decline-reason-fully-booked = We are fully booked at that time
decline-reason-wrong-service = It needs another kind of appointment
decline-reason-please-phone = Please phone us about it
decline-reason-vet-away = The vet is away
