using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrderToCash.Console.Running;

/// <summary>Reads the certificate for https.</summary>
internal static class Certificates
{
    /// <summary>The certificate; null where no file is named.</summary>
    /// <exception cref="UserFailureException">It can't be read, or has no private key.</exception>
    public static X509Certificate2? Load(string? file, string? keyFile, string? passwordFile)
    {
        if (file is null)
        {
            return keyFile is null && passwordFile is null
                ? null
                : throw new UserFailureException("--certificate is missing beside its key or password.");
        }

        try
        {
            var password = passwordFile is null ? null : File.ReadAllText(passwordFile).TrimEnd('\r', '\n');
            var certificate = IsPem(file) ? LoadPem(file, keyFile ?? file, password)
                : X509CertificateLoader.LoadPkcs12FromFile(file, password);
            return certificate.HasPrivateKey
                ? certificate
                : throw new UserFailureException($"{file} has no private key: name it with --certificate-key.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException
            or UnauthorizedAccessException)
        {
            throw new UserFailureException(
                $"The certificate {file} can't be read: {exception.Message} Expected PEM (with --certificate-key where "
                + "the key is apart) or PFX (with --certificate-password-file where it has one).");
        }
    }

    private static bool IsPem(string file) =>
        File.ReadAllText(file).Contains("-----BEGIN", StringComparison.Ordinal);

    private static X509Certificate2 LoadPem(string file, string keyFile, string? password) => password is null
        ? X509Certificate2.CreateFromPemFile(file, keyFile)
        : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile);
}
