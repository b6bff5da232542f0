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

    /// <summary>Checks the UID of an object that is to replace another.</summary>
    public static void CheckUid(ResourceKind kind, KubeObject current, string? uid)
    {
        if (uid is { Length: > 0 } && uid != current.Uid)
        {
            throw CreateFailure(kind, current, "UID", uid, current.Uid);
        }
    }

    /// <summary>Creates the error of a request whose precondition the stored object does not meet.</summary>
    public static StatusException CreateFailure(ResourceKind kind, KubeObject current, string name, string expected, string? present) =>
        StatusException.Conflict(
            kind.Resource,
            current.Name,
            $"StorageError: invalid object, Code: 4, Key: {StorageKeys.Get(kind, current)}, ResourceVersion: 0, AdditionalErrorMsg: "
                + $"Precondition failed: {name} in precondition: {expected}, {name} in object meta: {present}"
        );

    /// <summary>Checks <c>resourceVersion</c> of an update against the stored object.</summary>
    public static void CheckVersion(ResourceKind kind, KubeObject current, JsonObject body)
    {
        if (GetVersion(body) is var given and not 0 && given != (ulong)current.Version)
        {
            throw StatusException.Modified(kind.Resource, current.Name);
        }
    }

    /// <summary>A changed object must name a version, unless its kind allows unconditional updates.</summary>
    public static void CheckVersionIsGiven(ResourceKind kind, string name, JsonObject body)
    {
        if (!HasVersion(body) && !UnconditionalUpdates.Allows(kind))
        {
            throw FieldError.CreateException(
                kind.Group,
                kind.Plural,
                name,
                [FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]
            );
        }
    }

    private static bool HasVersion(JsonObject body) => GetVersion(body) != 0;

    private static ulong GetVersion(JsonObject body)
    {
        var text = body.Text("metadata", "resourceVersion") is { Length: > 0 } given ? given : "0";
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        var problem = text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax";
        var quoted = JsonValue.Create(text).ToJsonString(RelaxedJson.Options);
        throw new StatusException(500, "", $"strconv.ParseUint: parsing {quoted}: {problem}");
    }

    /// <summary>A new object may not have a resource version; one that is not a number is ignored.</summary>
    public static void CheckNewVersion(string? given)
    {
        if (ulong.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version != 0)
        {
            throw new StatusException(500, "", "resourceVersion should not be set on objects to be created");
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
