using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// Records the requester of CertificateSigningRequests and restricts who may approve and sign them: approval needs the verb
/// <c>approve</c> for the signer, signing the verb <c>sign</c>.
/// </summary>
internal sealed class CertificateAdmission(Authorizer authorizer)
{
    private const string Group = "certificates.k8s.io";
    private const string ClientSigner = "kubernetes.io/kube-apiserver-client";
    private const string Organization = "2.5.4.10";

    /// <summary>Sets the requester of a new request, whatever its body says.</summary>
    public static void SetRequester(AdmissionRequest request)
    {
        if (request.Resource != GroupResource.CertificateSigningRequests || !request.IsCreate || request.Options.User is not { } user)
        {
            return;
        }

        var spec = request.Body.GetOrAddObject("spec");
        foreach (var field in (ReadOnlySpan<string>)["username", "uid", "groups", "extra"])
        {
            spec.Remove(field);
        }

        spec["username"] = user.Name;
        user.AddDetails(spec);
        request.Body["status"] = new JsonObject();
    }

    /// <exception cref="StatusException">The user may not approve, sign, or request this.</exception>
    public void Check(AdmissionRequest request)
    {
        if (request.Resource != GroupResource.CertificateSigningRequests || request.Options.User is not { } user)
        {
            return;
        }

        var signer = (request.Current?.Spec ?? request.Spec).Text("signerName") ?? "";
        if (request.IsCreate)
        {
            CheckSubject(request, signer);
        }
        else if (request.Subresource == "approval")
        {
            Require(request, user, "approve", signer);
        }
        else if (
            request.Subresource == "status"
            && (request.Body.Text("status", "certificate") ?? "") != (request.Current!.Status.Text("certificate") ?? "")
        )
        {
            Require(request, user, "sign", signer);
        }
    }

    /// <summary>Requires the right to a signer, or to all signers of its domain.</summary>
    private void Require(AdmissionRequest request, UserInfo user, string verb, string signer)
    {
        var slash = signer.IndexOf('/', StringComparison.Ordinal);
        var attributes = new RequestAttributes
        {
            User = user,
            Verb = verb,
            IsResource = true,
            Group = Group,
            Resource = "signers",
            Name = signer,
        };
        var domain = attributes with { Name = slash < 0 ? "*" : $"{signer[..slash]}/*" };
        if (!authorizer.Authorize(attributes).IsAllowed && !authorizer.Authorize(domain).IsAllowed)
        {
            throw request.Forbid($"user not permitted to {verb} requests with signerName \"{signer}\"");
        }
    }

    private static void CheckSubject(AdmissionRequest request, string signer)
    {
        if (signer == ClientSigner && ReadGroups(request.Spec.Text("request") ?? "").Contains(UserInfo.Masters))
        {
            throw request.Forbid($"use of {ClientSigner} signer with {UserInfo.Masters} group is not allowed");
        }
    }

    private static List<string?> ReadGroups(string base64)
    {
        try
        {
            var pem = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
            var certificate = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
            return
            [
                .. certificate
                    .SubjectName.EnumerateRelativeDistinguishedNames()
                    .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == Organization)
                    .Select(name => name.GetSingleElementValue()),
            ];
        }
        catch (Exception invalid) when (invalid is FormatException or CryptographicException or ArgumentException)
        {
            // Validation reports a request that is not one.
            return [];
        }
    }
}
