using System.Text.Json.Nodes;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>The provider's settings that a check depends on.</summary>
/// <param name="DefaultNamespace">Gets the default namespace, or null while it is unknown. Called only if an object has none.</param>
/// <param name="ServerSideApply">True if updates use server-side apply.</param>
/// <param name="Rendering">True if manifests are written to files.</param>
/// <param name="ManagedByLabel">
/// The value of the label <c>app.kubernetes.io/managed-by</c>, which objects get without server-side apply.
/// </param>
internal sealed record CheckOptions(Func<string?> DefaultNamespace, bool ServerSideApply, bool Rendering, string ManagedByLabel);

/// <summary>Validates the inputs of a resource, sets name and namespace, and normalizes them.</summary>
internal static class ManifestChecker
{
    private const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Checks the inputs of a request.</summary>
    /// <param name="request">The old and new inputs.</param>
    /// <param name="options">How the provider completes manifests.</param>
    /// <param name="isNamespaced">True for a namespaced kind.</param>
    public static CheckResult Check(CheckRequest request, CheckOptions options, bool isNamespaced)
    {
        var failures = new List<CheckFailure>();
        var given = PropertyConversion.ToManifest(request.NewInputs);
        if (TypeTokens.WhyUnsupported(request.Urn.Type) is { } unsupported)
        {
            return new CheckResult { Inputs = request.NewInputs, Failures = [new CheckFailure("", unsupported)] };
        }

        Complete(given, request.Urn.Type);
        CheckShape(given, failures);
        if (failures.Count > 0)
        {
            return new CheckResult { Inputs = request.NewInputs, Failures = failures };
        }

        var manifest = InputNormalizer.NormalizeOwned(given);
        if (TypeTokens.IsPatch(request.Urn.Type, manifest.Text("kind")) && FindPatchProblem(manifest, options) is { } problem)
        {
            return new CheckResult { Inputs = request.NewInputs, Failures = [problem] };
        }

        if (!TryName(manifest, request, options))
        {
            failures.Add(new CheckFailure("", "autonaming is disabled, resource requires the .metadata.name field to be set"));
        }

        if (AutomaticName.IsGenerated(manifest))
        {
            if (options.Rendering)
            {
                failures.Add(
                    new CheckFailure(
                        "metadata.generateName",
                        "a rendered manifest needs a name: use metadata.name, or neither for an automatic name"
                    )
                );
            }
            else if (options.ServerSideApply)
            {
                failures.Add(
                    new CheckFailure(
                        "metadata.generateName",
                        "server-side apply needs to know the name: use metadata.name, or neither for an automatic name"
                    )
                );
            }
        }

        if (
            isNamespaced
            && manifest.At("metadata", "namespace") is null
            && !Unknowns.IsUnknown(manifest["metadata"])
            && options.DefaultNamespace() is { } space
        )
        {
            manifest.SetMetadata("namespace", space);
        }

        return new CheckResult
        {
            Inputs = SecretMarking.Mark(PropertyConversion.ToProperties(manifest), request.NewInputs),
            Failures = failures,
        };
    }

    // The typed SDKs set both. Without them, the type token decides.
    private static void Complete(JsonObject manifest, string typeToken)
    {
        if (TypeTokens.Parse(typeToken) is { } type)
        {
            manifest["apiVersion"] ??= type.ApiVersion;
            manifest["kind"] ??= type.Kind;
        }
    }

    private static void CheckShape(JsonObject manifest, List<CheckFailure> failures)
    {
        foreach (var key in new[] { "apiVersion", "kind" })
        {
            if (manifest[key] is not null && manifest.Text(key) is null or "")
            {
                failures.Add(new CheckFailure(key, "has to be text"));
            }
        }

        if (manifest["metadata"] is not (null or JsonObject) && !Unknowns.IsUnknown(manifest["metadata"]))
        {
            failures.Add(new CheckFailure("metadata", "has to be an object"));
        }

        if (BuiltInTypes.IsSecret(manifest.Type()) && manifest["data"] is JsonObject data)
        {
            foreach (var (key, value) in data)
            {
                // The server would reject it, too, but might quote it in the error.
                if (!Unknowns.IsUnknown(value) && !IsBase64(value))
                {
                    failures.Add(new CheckFailure($"data[\"{key}\"]", "is not base64: encode it, or put the plain text into stringData"));
                }
            }
        }
    }

    private static bool IsBase64(JsonNode? value)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text))
        {
            return value is null;
        }

        Span<byte> buffer = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out _);
    }

    private static CheckFailure? FindPatchProblem(JsonObject manifest, CheckOptions options) =>
        options.Rendering
            ? new CheckFailure("", "a Patch resource changes an object in a cluster and cannot be rendered: describe the whole object")
        : !options.ServerSideApply
            ? new CheckFailure("", "Patch resources need server-side apply: remove enableServerSideApply: false from the provider")
        : !AutomaticName.IsNamed(manifest) ? new CheckFailure("metadata.name", "a Patch resource has to name the object that it changes")
        : null;

    private static bool TryName(JsonObject manifest, CheckRequest request, CheckOptions options)
    {
        if (request.OldInputs.Count > 0)
        {
            var old = PropertyConversion.ToManifest(request.OldInputs);
            AutomaticName.Keep(manifest, old);
            if (old.Text("metadata", "labels", ManagedByLabel) == options.ManagedByLabel)
            {
                Label(manifest, options.ManagedByLabel);
            }

            // No name is generated if the program removes its own: the removal is a change, and the replacement is checked
            // as a new object.
            return true;
        }

        if (!options.ServerSideApply)
        {
            Label(manifest, options.ManagedByLabel);
        }

        return AutomaticName.TryAssign(manifest, request.Urn.Name, request.RandomSeed.Span, request.Autonaming);
    }

    private static void Label(JsonObject manifest, string value)
    {
        if (manifest.ChildObject("metadata")?.ChildObject("labels") is { } labels)
        {
            labels[ManagedByLabel] = value;
        }
    }
}
