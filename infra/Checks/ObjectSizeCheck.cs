using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that variables and files fit into ConfigMaps and Secrets: 1 MiB of values (<c>MaxSecretSize</c>, for both), and 3 MiB of a
/// request with everything that JSON escapes.
/// </summary>
internal sealed class ObjectSizeCheck : ISettingsCheck
{
    private const int ValueLimit = 1024 * 1024;
    private const int RequestLimit = 3 * 1024 * 1024;

    /// <summary>The longest escape of a byte in JSON: <c>\u0001</c>.</summary>
    private const int MostEscapedBytes = 6;

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckVariables(service, service.At("env"), service.Settings.Env);
            CheckFiles(service, service.At("files"), service.Settings.Files);
            foreach (var (version, settings) in service.Settings.Versions)
            {
                var merged = settings.ApplyTo(service.Settings);
                CheckVariables(service, service.At("versions", version, "env"), merged.Env);
                CheckFiles(service, service.At("versions", version, "files"), merged.Files);
            }
        }
    }

    private static void CheckVariables(
        ServiceUnderReview service,
        SettingsPath at,
        IReadOnlyDictionary<string, EnvironmentSettings> variables
    )
    {
        var values =
            from variable in variables
            where variable.Value.Value is not null
            let value = variable.Value.Value!.Value.Value
            select (variable.Value.IsStoredSecret, Entry: new Entry(at.Key(variable.Key), variable.Key, FileContent.FromText(value)));
        foreach (var group in values.GroupBy(value => value.IsStoredSecret, value => value.Entry))
        {
            CheckObject(service, group.Key ? "Secret" : "ConfigMap", service.Name, [.. group]);
        }
    }

    private static void CheckFiles(ServiceUnderReview service, SettingsPath at, IReadOnlyDictionary<string, FileSettings> files)
    {
        var planned = files
            .Where(file => FileCheck.IsComplete(file.Value))
            .Select(file => FilePlanner.Plan(file.Key, file.Value))
            .Select(file =>
                (File: file, Object: file.IsFolder ? DerivedNames.Folder(service.Name, file.Path) : DerivedNames.Files(service.Name))
            );
        foreach (var group in planned.GroupBy(file => (file.File.IsSecret, file.Object), file => file.File))
        {
            var entries =
                from file in @group
                from entry in file.Entries
                select new Entry(at.Key(file.Path), entry.Source ?? file.Path, entry.Content);
            CheckObject(service, group.Key.IsSecret ? "Secret" : "ConfigMap", group.Key.Object, [.. entries]);
        }
    }

    private static void CheckObject(ServiceUnderReview service, string kind, string name, ImmutableArray<Entry> entries)
    {
        var size = entries.Sum(entry => (long)entry.Content.Size);
        var largest = entries.MaxBy(entry => entry.Content.Size)!;
        if (size > ValueLimit)
        {
            service.Reject(
                largest.At,
                $"its {kind} '{name}' would have {size} bytes, {largest.Content.Size} of them from '{largest.Name}', and Kubernetes allows {ValueLimit}",
                "put large files into the image or on a volume, or divide them into several folders"
            );
        }
        else if (size > RequestLimit / MostEscapedBytes && entries.Sum(RequestSize) is var request && request > RequestLimit)
        {
            service.Reject(
                largest.At,
                $"the request for its {kind} '{name}' would have about {request} bytes with escapes, and the API server accepts {RequestLimit}",
                "put files with many control characters into the image, or write them as 'base64'"
            );
        }
    }

    private static long RequestSize(Entry entry) =>
        entry.Content.Text is { } text
            ? Encoding.UTF8.GetByteCount(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value)
            : entry.Content.Base64!.Length;

    /// <param name="At">The setting to report.</param>
    /// <param name="Name">The variable or file.</param>
    /// <param name="Content">Its content.</param>
    private sealed record Entry(SettingsPath At, string Name, FileContent Content);
}
