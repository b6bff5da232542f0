using System.Collections.Concurrent;
using Infra.Common;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>
/// Writes the objects of a stack to a folder for <c>kubectl apply -k</c> and GitOps tools: one file per object in a stable order, a
/// <c>kustomization.yaml</c> and a README. Equal objects result in equal files, and files whose objects are gone are removed.
/// </summary>
public static class RenderedFolder
{
    /// <summary>The name of the file that describes a rendering.</summary>
    public const string ReadmeFile = RenderReadme.FileName;

    /// <summary>Brings a folder to the state of a rendering. Nothing is written if anything is wrong.</summary>
    /// <param name="directory">The folder, which may not exist yet.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="source">What they are made from.</param>
    /// <param name="showSecrets">Whether Secrets are written with their values; otherwise as placeholders.</param>
    /// <exception cref="InvalidOperationRequestException">
    /// An object cannot be written, or a file of the folder is in the way that no rendering wrote.
    /// </exception>
    public static RenderedChanges Write(string directory, IEnumerable<RenderedObject> objects, RenderSource source, bool showSecrets)
    {
        var files = RenderedFiles.Create(objects, source, showSecrets);
        var known = RenderRecord.Read(directory);
        var outdated = FindOutdated(directory, files.Contents, known);
        var stale = known.Except(files.Contents.Keys, StringComparer.Ordinal).ToArray();

        // Before the files, so that an interrupted rendering does not leave files that the next one would not own.
        if (!known.IsSupersetOf(files.Contents.Keys))
        {
            RenderRecord.Write(directory, files.Contents.Keys.Union(known, StringComparer.Ordinal));
        }

        var permissions = showSecrets ? FilePermissions.OwnerOnly : FilePermissions.Umask;
        ParallelWork.Run(outdated, path => OutputFile.Write(Path.Combine(directory, path), files.Contents[path], permissions));
        foreach (var path in stale)
        {
            OutputFile.Delete(directory, path);
        }

        if (stale.Length > 0)
        {
            RenderRecord.Write(directory, files.Contents.Keys);
        }

        return new RenderedChanges(outdated.Count, files.Contents.Count - outdated.Count, stale.Length, files.Placeholders);
    }

    private static List<string> FindOutdated(string directory, IReadOnlyDictionary<string, byte[]> contents, IReadOnlySet<string> known)
    {
        var missing = new ConcurrentBag<string>();
        var different = new ConcurrentBag<string>();
        ParallelWork.Run(contents, file =>
        {
            var (path, content) = file;
            var name = Path.Combine(directory, path);
            if (!File.Exists(name))
            {
                missing.Add(path);
            }
            else if (!HasContent(name, content))
            {
                different.Add(path);
            }
        });
        var outdated = missing.Concat(different.Where(known.Contains)).Order(StringComparer.Ordinal).ToList();
        var foreign = different.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return foreign.Count == 0
            ? outdated
            : throw new InvalidOperationRequestException(
                string.Join(
                    '\n',
                    foreign.Select(path =>
                        $"{Path.Combine(directory, path)}: infra render did not write this file and does not overwrite it; move it, or render to another folder"
                    )
                )
            );
    }

    private static bool HasContent(string path, byte[] content)
    {
        try
        {
            return File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
        }
        catch (FileNotFoundException)
        {
            // A link whose target does not exist.
            return false;
        }
    }
}
