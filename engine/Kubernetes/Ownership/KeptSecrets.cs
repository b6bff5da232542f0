using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes.Ownership;

/// <summary>
/// Finds Secrets that the stack created and its state has lost. A server may know the password in one of them, so a creation keeps the
/// values whose changes the program ignores, instead of failing or replacing them with those that the program has drawn since.
/// </summary>
internal sealed class KeptSecrets(ClusterApi api)
{
    /// <summary>The field whose ignored values are kept.</summary>
    public const string Data = "data";

    /// <summary>Finds the Secret of a manifest's name; null if there is none, or if the program ignores no changes of its values.</summary>
    /// <exception cref="ResourceProviderException">It is not the stack's, lacks a value, or is being deleted.</exception>
    public async Task<JsonObject?> FindAsync(JsonObject manifest, IgnoredPaths ignored, CancellationToken cancellationToken)
    {
        if (
            !IsDrawn(manifest.Type(), manifest, ignored)
            || !IsNamed(manifest)
            || await api.FindAsync(manifest.Type(), cancellationToken) is not { } resource
            || await api.GetOrNullAsync(resource, manifest, cancellationToken) is not { } existing
        )
        {
            return null;
        }

        Check(existing, manifest, ignored);
        return existing;
    }

    /// <summary>Checks that the program may import an object.</summary>
    /// <param name="type">The object's type.</param>
    /// <param name="existing">The object.</param>
    /// <param name="manifest">The program's inputs; they need not have a name.</param>
    /// <param name="ignored">The changes that the program ignores.</param>
    /// <exception cref="ResourceProviderException">It is a Secret that is not the stack's, lacks a value, or is being deleted.</exception>
    public static void CheckImport(GroupVersionKind type, JsonObject existing, JsonObject manifest, IgnoredPaths ignored)
    {
        if (IsDrawn(type, manifest, ignored))
        {
            Check(existing, manifest, ignored);
        }
    }

    private static bool IsDrawn(GroupVersionKind type, JsonObject manifest, IgnoredPaths ignored) =>
        BuiltInTypes.IsSecret(type) && !ignored.Below(Data).IsEmpty && StackLabels.AreIn(manifest);

    private static bool IsNamed(JsonObject manifest) =>
        manifest.Name() is { Length: > 0 } name && !Unknowns.IsUnknown(name) && !Unknowns.IsUnknown(manifest.Namespace());

    private static void Check(JsonObject existing, JsonObject manifest, IgnoredPaths ignored)
    {
        var subject = $"a Secret {existing.DisplayName()} exists";
        if (StackLabels.FindDifference(manifest, existing) is { } label)
        {
            var reason = (StackLabels.Find(existing, label), StackLabels.Find(manifest, label)) switch
            {
                ({ } other, { } own) => $"its label {label} is '{other}', and not '{own}'",
                ({ } other, null) => $"its label {label} is '{other}', and the program sets none",
                (_, var own) => $"it lacks the label {label}, and the program sets '{own}'",
            };
            throw new ResourceProviderException(
                $"{subject}, and is not this stack's: {reason}.\n"
                    + "Delete it if no server knows its password, or give the store another name."
            );
        }

        if (existing.Text("metadata", "deletionTimestamp") is not null)
        {
            throw new ResourceProviderException($"{subject} and is being deleted: run `infra up` again when it is gone.");
        }

        foreach (var path in ignored.Paths)
        {
            string?[] names = [.. path.Segments.Select(segment => segment.Name)];
            if (names is [Data, { } key] && existing.At(Data, key) is null)
            {
                throw new ResourceProviderException(
                    $"{subject} from an earlier deployment of this stack and has no {Data}.{key}.\n"
                        + "Write the value that the server knows into it, or delete it if there is no such server."
                );
            }
        }
    }
}
