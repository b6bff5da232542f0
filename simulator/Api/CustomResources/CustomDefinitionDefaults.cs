using System.Text.Json.Nodes;
using Infra.Simulator.Api.Defaulting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>Defaults of CustomResourceDefinitions.</summary>
internal static class CustomDefinitionDefaults
{
    public static void Apply(JsonObject spec)
    {
        spec.DefaultText("scope", "Namespaced");
        var names = spec.DefaultObject("names");
        var kind = names.Text("kind") ?? "";
        names.DefaultText("singular", kind.ToLowerInvariant());
        if (kind.Length > 0)
        {
            names.DefaultText("listKind", kind + "List");
        }

        spec.DefaultObject("conversion").DefaultText("strategy", "None");
    }

    /// <summary>The initial status of a definition.</summary>
    public static void Begin(JsonObject body)
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
