using System.Text.Json.Nodes;
using Infra.Simulator.Api.Defaulting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The defaults and the initial status of CustomResourceDefinitions.</summary>
internal static class CustomDefinitionDefaults
{
    public static void Apply(JsonObject spec)
    {
        spec.SetDefaultText("scope", "Namespaced");
        var names = spec.GetOrAddObject("names");
        var kind = names.Text("kind") ?? "";
        names.SetDefaultText("singular", kind.ToLowerInvariant());
        if (kind.Length > 0)
        {
            names.SetDefaultText("listKind", kind + "List");
        }

        spec.GetOrAddObject("conversion").SetDefaultText("strategy", "None");
    }

    /// <summary>Sets the initial status of a definition.</summary>
    public static void SetInitialStatus(JsonObject body)
    {
        var stored = body.Map("spec")
            .Objects("versions")
            .Where(version => version.Flag("storage"))
            .Select(version => JsonValue.Create(version.Text("name")));
        body["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = new JsonArray([.. stored]),
        };
    }
}
