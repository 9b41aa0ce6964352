INSERT OR REPLACE INTO person
    (row, id, display_name, sort_name, given_names, surname1, surname2, sex, birth, birth_year, nationality, phone,
     residence, documents, languages, registered_post, registered_on, registered_by, registered_at, updated_at,
     conflicts, household, household_role, same_day)
VALUES
    (:row, :id, :display_name, :sort_name, :given_names, :surname1, :surname2, :sex, :birth, :birth_year,
     :nationality, :phone, :residence, :documents, :languages, :registered_post, :registered_on, :registered_by,
     :registered_at, :updated_at, :conflicts, :household, :household_role, :same_day)
