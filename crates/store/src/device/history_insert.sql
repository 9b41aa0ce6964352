INSERT INTO exchange (at, ok, code, bytes_up, bytes_down, requests, batches_up, batches_down,
                      records_up, records_down, milliseconds, refused, quarantined)
VALUES (:at, :ok, :code, :bytes_up, :bytes_down, :requests, :batches_up, :batches_down,
        :records_up, :records_down, :milliseconds, :refused, :quarantined)
