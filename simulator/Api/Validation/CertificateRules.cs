using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for certificate signing requests and trust bundles.</summary>
internal static class CertificateRules
{
    private const long ShortestSeconds = 600;

    private static readonly string[] _usages =
    [
        "any",
        "cert sign",
        "client auth",
        "code signing",
        "content commitment",
        "crl sign",
        "data encipherment",
        "decipher only",
        "digital signature",
        "email protection",
        "encipher only",
        "ipsec end system",
        "ipsec tunnel",
        "ipsec user",
        "key agreement",
        "key encipherment",
        "microsoft sgc",
        "netscape sgc",
        "ocsp signing",
        "s/mime",
        "server auth",
        "signing",
        "timestamping",
    ];

    public static void CheckRequest(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (FindRequestProblem(spec.Text("request") ?? "") is { } problem)
        {
            errors.Invalid("spec.request", spec.Text("request") is { Length: > 0 } text ? text : null, problem);
        }

        var usages = (spec.Array("usages") ?? []).Select(usage => usage?.ToString() ?? "").ToList();
        if (usages.Count == 0)
        {
            errors.Required("spec.usages");
        }

        foreach (var (index, usage) in usages.Index())
        {
            errors.CheckSupported($"spec.usages[{index}]", usage, isRequired: false, _usages);
        }

        var seen = new HashSet<string>();
        foreach (var (index, usage) in usages.Index())
        {
            if (!seen.Add(usage))
            {
                errors.Duplicate($"spec.usages[{index}]", usage);
            }
        }

        if (candidate.Kind.Version == "v1" && spec.Text("signerName") == "kubernetes.io/legacy-unknown")
        {
            errors.Invalid("spec.signerName", spec.Text("signerName"), "the legacy signerName is not allowed via this API version");
        }
        else
        {
            SignerNameRules.Check(spec.Text("signerName") ?? "", "spec.signerName", errors);
        }

        if (spec.Number("expirationSeconds") is { } seconds and < ShortestSeconds)
        {
            errors.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 600 seconds (10 minutes)");
        }
    }

    public static void CheckBundle(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (spec.Text("signerName") is { Length: > 0 } signer)
        {
            SignerNameRules.Check(signer, "spec.signerName", errors);
        }

        if (candidate.Changes("spec", "signerName"))
        {
            errors.Invalid("spec.signerName", spec.Text("signerName") ?? "", "field is immutable");
        }

        if (!(spec.Text("trustBundle") ?? "").Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            errors.Invalid("spec.trustBundle", "<value omitted>", "at least one trust anchor must be provided");
        }
    }

    private static string? FindRequestProblem(string base64)
    {
        const string Label = "CERTIFICATE REQUEST";
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        if (!PemEncoding.TryFind(text, out var fields) || text[fields.Label] != Label)
        {
            return $"PEM block type must be {Label}";
        }

        try
        {
            _ = CertificateRequest.LoadSigningRequestPem(text, HashAlgorithmName.SHA256);
            return null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return "asn1: structure error: the request cannot be parsed";
        }
    }
}
