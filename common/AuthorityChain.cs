using System.Security.Cryptography.X509Certificates;

namespace Infra.Common;

/// <summary>Chains up to an authority, whose text in PEM may have the certificates above it as well.</summary>
internal static class AuthorityChain
{
    /// <summary>Creates a chain that trusts the certificates of a text, and nothing else.</summary>
    public static X509Chain Create(string pem)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(pem);
        chain.ChainPolicy.ExtraStore.ImportFromPem(pem);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain;
    }

    /// <summary>Finds the root of the first certificate of a text; null if it is alone there, or the text does not have its root.</summary>
    public static byte[]? FindRoot(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        if (certificates.Count < 2)
        {
            return null;
        }

        using var chain = Create(pem);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificates[0]) && chain.ChainElements.Count > 1 ? chain.ChainElements[^1].Certificate.RawData : null;
    }
}
