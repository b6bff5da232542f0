using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Infra.Rehearsal.Calibration.Prometheus;

/// <summary>How to connect to a Prometheus.</summary>
/// <param name="Address">Its address, to which <c>/api/v1/query_range</c> is appended.</param>
public sealed record PrometheusOptions(Uri Address)
{
    /// <summary>A bearer token; null for none. It is sent to the address only: redirects are not followed.</summary>
    public string? Token { get; init; }

    /// <summary>The authorities that may sign the server's certificate; null for those of the system.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>The time limit of each query.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    internal HttpMessageHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (SkipsVerification)
        {
#pragma warning disable CA5359 // The user asks for it, as with curl --insecure.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (Authorities is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
            handler.SslOptions.EncryptionPolicy = EncryptionPolicy.RequireEncryption;
        }

        return handler;
    }
}
