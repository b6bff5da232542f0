using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Access;

/// <summary>Answers TokenRequests: the subresource <c>token</c> of service accounts.</summary>
internal sealed class TokenRequests(ClusterApi api)
{
    private const long MinimumLifetime = 600;
    private const long MaximumLifetime = 1L << 32;

    /// <summary>The lifetime that kubelets ask for; such tokens of pods stay valid for a year, so that old clients do not fail.</summary>
    private const long KubeletLifetime = 3607;
    private static readonly TimeSpan _extendedLifetime = TimeSpan.FromDays(365);

    private static readonly ResourceKind _kind = new("authentication.k8s.io", "v1", "TokenRequest", "serviceaccounts", Namespaced: true)
    {
        Definition = "io.k8s.api.authentication.v1.TokenRequest",
    };

    private readonly ReviewObjects _objects = new(api);

    /// <summary>Issues a token and returns the request with its status.</summary>
    /// <exception cref="StatusException">The service account or the bound object does not exist, or the request is invalid.</exception>
    public JsonObject Answer(string inNamespace, string name, JsonObject body, RequestOptions options)
    {
        var request = _objects.Prepare(_kind, "token", inNamespace, body, options);
        var metadata = request.GetOrAddObject("metadata");
        RequireMatch(metadata, "name", name, name);
        RequireMatch(metadata, "namespace", inNamespace, name);
        var account = api.Store.Find(GroupResource.ServiceAccounts, inNamespace, name)
            ?? throw StatusException.NotFound(GroupResource.ServiceAccounts, name);
        if (metadata.Text("uid") is { Length: > 0 } uid && uid != account.Uid)
        {
            throw StatusException.Conflict(
                new GroupResource("authentication.k8s.io", "TokenRequest"),
                name,
                $"the UID in the token request ({uid}) does not match the UID of the service account ({account.Uid})"
            );
        }

        var spec = request.GetOrAddObject("spec");
        if (spec.Array("audiences") is not { Count: > 0 })
        {
            spec["audiences"] = new JsonArray(ServiceAccountTokens.ApiAudience);
        }

        var now = api.Time.GetUtcNow();
        metadata["name"] = name;
        metadata["namespace"] = inNamespace;
        metadata["uid"] = account.Uid;
        metadata["creationTimestamp"] = Timestamps.Format(now);
        var seconds = spec.Number("expirationSeconds") ?? 0;
        CheckLifetime(seconds);
        var bound = spec.Map("boundObjectRef") is { } reference ? FindBound(account, reference) : null;
        if (bound is null)
        {
            spec["boundObjectRef"] = null;
        }

        var audiences = spec.Array("audiences")!.Select(audience => audience?.GetValue<string>() ?? "").ToList();
        var isExtended =
            seconds == KubeletLifetime && bound?.Resource == GroupResource.Pods && audiences.Contains(ServiceAccountTokens.ApiAudience);
        var expiry = now.AddSeconds(seconds);
        request["status"] = new JsonObject
        {
            ["token"] = api.Tokens.Issue(account, audiences, isExtended ? now + _extendedLifetime : expiry, bound),
            ["expirationTimestamp"] = Timestamps.Format(expiry),
        };
        return _objects.Order(_kind, request);
    }

    private static void RequireMatch(JsonObject metadata, string field, string expected, string account)
    {
        if (metadata.Text(field) is { Length: > 0 } given && given != expected)
        {
            throw CreateInvalid(
                account,
                FieldError.Invalid($"metadata.{field}", given, $"must match the service account {field} if specified")
            );
        }
    }

    private static void CheckLifetime(long seconds)
    {
        const string Path = "spec.expirationSeconds";
        if (seconds < MinimumLifetime)
        {
            throw CreateInvalid("", FieldError.Invalid(Path, seconds, "may not specify a duration less than 10 minutes"));
        }

        if (seconds > MaximumLifetime)
        {
            throw CreateInvalid("", FieldError.Invalid(Path, seconds, "may not specify a duration larger than 2^32 seconds"));
        }
    }

    private static StatusException CreateInvalid(string name, FieldError error) =>
        FieldError.CreateException("authentication.k8s.io", "TokenRequest", name, [error]);

    private KubeObject FindBound(KubeObject account, JsonObject reference)
    {
        var (apiVersion, kind, name) = (reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "", reference.Text("name") ?? "");
        var resource = (apiVersion, kind) switch
        {
            ("v1", "Pod") => GroupResource.Pods,
            ("v1", "Secret") => GroupResource.Secrets,
            ("v1", "Node") => GroupResource.Nodes,
            _ => throw StatusException.BadRequest($"cannot bind token to object of type {DescribeKind(apiVersion, kind)}"),
        };
        var found = api.Store.Find(resource, resource == GroupResource.Nodes ? "" : account.Namespace, name)
            ?? throw StatusException.NotFound(resource, name);
        if (resource == GroupResource.Pods && found.Spec.Text("serviceAccountName") != account.Name)
        {
            throw StatusException.BadRequest(
                $"cannot bind token for serviceaccount {GoFormat.Quote(account.Name)} to pod running with different serviceaccount name."
            );
        }

        if (reference.Text("uid") is { Length: > 0 } uid && uid != found.Uid)
        {
            throw StatusException.Conflict(
                new GroupResource("", kind),
                name,
                $"the UID in the bound object reference ({uid}) does not match the UID in record. "
                    + "The object might have been deleted and then recreated"
            );
        }

        return found;
    }

    private static string DescribeKind(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        return $"{group}/{version}, Kind={kind}";
    }
}
