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
                    ? $"the name of the object ({name} based on URL) was undeterminable: name must be provided"
                    : $"the name of the object ({bodyName}) does not match the name on the URL ({name})"
            );
        }
    }

    /// <summary>Checks <c>resourceVersion</c>, if the request sets it, against the stored object.</summary>
    public static void CheckVersion(ResourceKind kind, KubeObject current, JsonObject body)
    {
        var version = current.Version.ToString(CultureInfo.InvariantCulture);
        if (body.Text("metadata", "resourceVersion") is { Length: > 0 } expected && expected != version)
        {
            throw StatusException.Modified(kind.Resource, current.Name);
        }
    }

    /// <summary>Checks the UID of an object that is to replace another.</summary>
    public static void CheckUid(ResourceKind kind, KubeObject current, string? uid)
    {
        if (uid is { Length: > 0 } && uid != current.Uid)
        {
            throw StatusException.Conflict(
                kind.Resource,
                current.Name,
                $"StorageError: invalid object, Code: 4, Key: {StorageKeys.Get(kind, current)}, ResourceVersion: 0, AdditionalErrorMsg: "
                    + $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}"
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
