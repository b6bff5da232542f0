using System.Text.Json.Nodes;
using Infra.Simulator.Api.Defaulting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The defaults and the status of CustomResourceDefinitions.</summary>
internal static class CustomDefinitionDefaults
{
    public static void Apply(JsonObject spec)
    {
        var names = spec.GetOrAddObject("names");
        var kind = names.Text("kind") ?? "";
        if (names.Text("singular") is null or "")
        {
            names["singular"] = kind.ToLowerInvariant();
        }

        if (kind.Length > 0 && names.Text("listKind") is null or "")
        {
            names["listKind"] = kind + "List";
        }

        if (spec.Map("conversion") is null)
        {
            spec["conversion"] = new JsonObject { ["strategy"] = "None" };
        }

        if (spec.Map("conversion", "webhook", "clientConfig", "service") is { } service && service["port"] is null)
        {
            service["port"] = 443;
        }
    }

    /// <summary>Sets the initial status of a definition.</summary>
    public static void SetInitialStatus(JsonObject body)
    {
        var stored = FindStorageVersion(body) is { } version ? new JsonArray(version) : null;
        body["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = stored,
        };
    }

    /// <summary>Adds the version in which objects are stored to those that ever were, after an update.</summary>
    public static void AddStoredVersion(JsonObject body)
    {
        var status = body.GetOrAddObject("status");
        var stored = status.Array("storedVersions") ?? [];
        if (FindStorageVersion(body) is not { } version || stored.Any(item => item?.ToString() == version))
        {
            return;
        }

        var added = (JsonArray)stored.DeepClone();
        added.Add(version);
        status["storedVersions"] = added;
    }

    private static string? FindStorageVersion(JsonObject body) =>
        body.Map("spec").Objects("versions").FirstOrDefault(version => version.Flag("storage")).Text("name");
}
