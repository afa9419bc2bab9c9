/**
 * The loopback mail server's key and certificate: self-signed, for `localhost` and `127.0.0.1`,
 * valid to 2120, made once with openssl. They guard nothing: the key is public by being here, and
 * no deployment reads this file.
 */
export const loopbackKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7jh0WGokrOVMSNnZ
uRIbfme8EjD8T2BZ4zWMurrglPKhRANCAATuHIenIQZBpFVvhYFdrzbi7XCmWqpe
jD73H/Uh9XK5OVY+avDqM+BGAkDF9vyo1OiyUfySthxTzBnyPRZqVFbd
-----END PRIVATE KEY-----
`;

export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIBZTCCAQqgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABO4ch6chBkGkVW+F
gV2vNuLtcKZaql6MPvcf9SH1crk5Vj5q8Ooz4EYCQMX2/KjU6LJR/JK2HFPMGfI9
FmpUVt2jSzBJMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAMBgNVHRMEBTAD
AQH/MB0GA1UdDgQWBBRDC2K2GwJEKzKgB9vmdCdih9FO3zAKBggqhkjOPQQDAgNJ
ADBGAiEA+qkVMj6W2+ffcL2jb11OwUWMmYg+XZOnKKcGeSk63kMCIQD9BbZxEBq8
RDpSch9gatLhh/yzkyPdXT9m2hbThZGFCg==
-----END CERTIFICATE-----
`;
