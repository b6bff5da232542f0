using System.Text;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>The <c>README.md</c> of a rendered folder.</summary>
internal static class RenderReadme
{
    public const string FileName = "README.md";

    /// <param name="source">What the rendering is made from.</param>
    /// <param name="folders">The subfolders of the clusters; one empty name if there are none.</param>
    /// <param name="placeholders">The Secrets without values, each with its subfolder.</param>
    public static string Write(
        RenderSource source,
        IEnumerable<string> folders,
        IReadOnlyCollection<(string Folder, SecretPlaceholder Secret)> placeholders
    )
    {
        var text = new StringBuilder();
        text.Append($"# Stack {source.Stack}\n\n");
        text.Append(
            $"Written by `infra render` from {Describe(source.Commit)}. Do not edit: the next rendering overwrites all files listed in\n"
        );
        text.Append($"`{RenderRecord.FileName}` and removes those whose objects are gone.\n\n");
        foreach (var folder in folders)
        {
            text.Append($"    kubectl apply --server-side -k {(folder.Length == 0 ? "." : folder)}\n");
        }

        if (placeholders.Count > 0)
        {
            text.Append(
                "\n## Secrets\n\nTheir values are not part of this folder. Provide them before the rest, or render with `--show-secrets`.\n\n"
            );
            text.Append("| Cluster | Namespace | Secret | Keys |\n|---|---|---|---|\n");
            foreach (var (folder, secret) in placeholders)
            {
                text.Append($"| {folder} | {secret.Namespace} | {secret.Name} | {string.Join(", ", secret.Keys)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Describe(SourceCommit? commit) =>
        commit is null ? "files that are not under version control"
        : commit.HasChanges ? $"commit {commit.Id} with uncommitted changes"
        : $"commit {commit.Id}";
}
