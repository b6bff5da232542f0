using System.Security.Cryptography;
using Infra.Engine.Errors;

namespace Infra.Engine.Images.Signatures;

/// <summary>A public key that signatures are checked with.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int MaximumSize = 64 << 10;
    private const string NistP256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => _key = key;

    /// <summary>Reads a file with an ECDSA key on P-256 in PEM.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or is another key.</exception>
    public static SigningKey Load(string path)
    {
        var key = ECDsa.Create();
        try
        {
            var text = new FileInfo(path).Length <= MaximumSize ? File.ReadAllText(path) : "";
            if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                throw new ConfigurationException($"{path}: is a private key: name the file with the public one");
            }

            key.ImportFromPem(text);
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid is { Value: NistP256 } or { FriendlyName: "nistP256" }
                ? new SigningKey(key)
                : throw new ConfigurationException($"{path}: is not a key on the curve P-256");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new ConfigurationException($"{path}: is not a public key in PEM: {error.Message}");
        }
    }

    /// <summary>Whether a signature of a payload was made with the private key.</summary>
    public bool Verifies(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _key.VerifyData(payload, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Not the encoding of a signature.
            return false;
        }
    }

    public void Dispose() => _key.Dispose();
}
