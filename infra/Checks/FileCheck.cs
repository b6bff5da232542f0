using System.Buffers.Text;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that each file has one source, and a path that can be a key of a ConfigMap or Secret.</summary>
internal sealed class FileCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var (path, file) in service.Settings.Files)
            {
                CheckFile(service, service.At("files", path), path, file);
            }

            foreach (var (version, settings) in service.Settings.Versions)
            {
                foreach (var (path, file) in settings.Files)
                {
                    CheckFile(service, service.At("versions", version, "files", path), path, file);
                }
            }
        }
    }

    /// <summary>Whether a file has one source, which could be read.</summary>
    public static bool IsComplete(FileSettings file) =>
        CountSources(file) == 1
        && (file.Base64 is not { } base64 || Base64.IsValid(base64.Value))
        && (file.File ?? file.Folder) is null == file.ProjectFiles.IsEmpty;

    private static int CountSources(FileSettings file)
    {
        object?[] sources = [file.Content, file.Base64, file.File, file.Folder];
        return sources.Count(source => source is not null);
    }

    private static void CheckFile(ServiceUnderReview service, SettingsPath at, string path, FileSettings file)
    {
        if (CountSources(file) != 1)
        {
            var problem = CountSources(file) == 0 ? "the file has no content" : "the file has several contents";
            service.Reject(at, problem, "write one of 'content', 'base64', 'file' and 'folder'");
        }
        else if (file.Base64 is { } base64 && !Base64.IsValid(base64.Value))
        {
            service.Reject(at.Key("base64"), "the content is not valid base64", "encode it with 'base64 -w0 <file>', or write 'content'");
        }
        else if (file.Folder is null)
        {
            CheckKey(service, at, FilePlanner.Key(path));
        }
        else if (IsComplete(file))
        {
            foreach (var entry in FilePlanner.Plan(path, file).Entries)
            {
                CheckKey(service, at.Key("folder"), entry.Key);
            }
        }
    }

    private static void CheckKey(ServiceUnderReview service, SettingsPath at, string key)
    {
        if (key.Length > FilePlanner.KeyLength)
        {
            service.Reject(
                at,
                $"its key in the ConfigMap or Secret would be '{key}', which has {key.Length} characters, and {FilePlanner.KeyLength} are allowed",
                $"shorten the path by {key.Length - FilePlanner.KeyLength}"
            );
        }
    }
}
