using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Infra.Engine.Docker.Client;

/// <summary>The certificates of a TLS connection to an engine, PEM.</summary>
/// <param name="Authority">The authorities that the engine's certificate must come from; null for the system's.</param>
/// <param name="Certificate">The client's certificate; null for none.</param>
/// <param name="Key">Its private key.</param>
internal sealed record EngineCertificates(string? Authority, string? Certificate, string? Key)
{
    /// <summary>The system's authorities, and no client certificate.</summary>
    public static EngineCertificates System { get; } = new(null, null, null);

    /// <summary>Reads <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> of a folder. Files that are missing are left out.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static EngineCertificates ReadFolder(string folder)
    {
        return new EngineCertificates(Read("ca.pem"), Read("cert.pem"), Read("key.pem"));

        string? Read(string name) => Path.Combine(folder, name) is var file && File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <summary>Parses the authorities; null for the system's.</summary>
    /// <exception cref="CryptographicException">The text is not PEM.</exception>
    public X509Certificate2Collection? ParseAuthorities()
    {
        if (Authority is not { Length: > 0 } pem)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities;
    }

    /// <summary>Parses the client's certificate; null for none.</summary>
    /// <exception cref="CryptographicException">The texts are not PEM, or do not match.</exception>
    public X509Certificate2? ParseClient() =>
        Certificate is { Length: > 0 } certificate && Key is { Length: > 0 } key ? X509Certificate2.CreateFromPem(certificate, key) : null;

    /// <summary>Finds out what is wrong with the texts; null where nothing is.</summary>
    public string? FindProblem()
    {
        if (Certificate is { Length: > 0 } != Key is { Length: > 0 })
        {
            return "the client's certificate and its key belong together: set both";
        }

        try
        {
            ParseAuthorities();
            ParseClient()?.Dispose();
            return null;
        }
        catch (CryptographicException e)
        {
            return $"the certificates or the key are not valid PEM: {e.Message}";
        }
    }

    /// <summary>Leaves out the private key.</summary>
    public override string ToString() => "certificates";
}
