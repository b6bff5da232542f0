using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Rejects requests whose body contradicts the URL or the stored object.</summary>
internal static class RequestPreconditions
{
    public static void CheckName(JsonObject body, string name)
    {
        var bodyName = body.Text("metadata", "name") ?? "";
        if (bodyName != name)
        {
            throw StatusException.BadRequest(
                bodyName.Length == 0
                    ? "name must be provided"
                    : $"the name of the object ({bodyName}) does not match the name on the URL ({name})"
            );
        }
    }

    /// <summary>Checks <c>resourceVersion</c> and <c>uid</c>, if the request sets them, against the stored object.</summary>
    public static void CheckVersion(ResourceKind kind, KubeObject current, JsonObject body)
    {
        var version = current.Version.ToString(CultureInfo.InvariantCulture);
        if (body.Text("metadata", "resourceVersion") is { Length: > 0 } expected && expected != version)
        {
            throw StatusException.Modified(kind.Resource, current.Name);
        }

        if (body.Text("metadata", "uid") is { Length: > 0 } uid && uid != current.Uid)
        {
            throw StatusException.Conflict(
                kind.Resource,
                current.Name,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}"
            );
        }
    }

    public static void CheckNamespace(ResourceKind kind, JsonObject body, string inNamespace)
    {
        if (kind.Namespaced && body.Text("metadata", "namespace") is { Length: > 0 } given && given != inNamespace)
        {
            throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
    }
}
