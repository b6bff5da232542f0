using System.Text.Json;
using Pulumi;

namespace Infra.Backend.Settings;

/// <summary>What a stack is built from: its settings, its name, and where the project stands.</summary>
internal sealed record ProgramSettings(LoadedSettings Loaded, string Stack, string Root)
{
    private const string StacksFolder = "stacks";

    /// <summary>The settings of the stack that is being deployed.</summary>
    /// <exception cref="Binding.InvalidSettingsException">Something is wrong with them.</exception>
    public static ProgramSettings OfRunningStack()
    {
        var stack = Pulumi.Deployment.Instance.StackName;
        var root = ProjectFolder.Find(System.Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory());
        var config = new Config("infra");
        var secretKeys = SecretKeys();
        var loaded = SettingsLoader.Load(new SettingsSources
        {
            Stack = stack,
            Catalogue = Read(root, "services.yaml"),
            StackFile = Read(root, $"Pulumi.{stack}.yaml"),
            Config = config.Get,
            IsSecret = key => secretKeys.Contains($"infra:{key}"),
        });
        return new ProgramSettings(loaded, stack, root);
    }

    private static SettingsFile Read(string root, string name)
    {
        var path = Path.Combine(root, StacksFolder, name);
        return new SettingsFile($"{StacksFolder}/{name}", File.Exists(path) ? File.ReadAllText(path) : null);
    }

    /// <summary>Pulumi's API tells the value of a secret key, but not that it is one; its environment does.</summary>
    private static HashSet<string> SecretKeys()
    {
        var keys = System.Environment.GetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS");
        if (string.IsNullOrEmpty(keys))
        {
            return [];
        }

        using var json = JsonDocument.Parse(keys);
        return [.. json.RootElement.EnumerateArray().Select(key => key.GetString()!)];
    }
}

/// <summary>The folder Pulumi.yaml stands in.</summary>
internal static class ProjectFolder
{
    /// <exception cref="RunException">There is none.</exception>
    public static string Find(Func<string, string?> environment, string workingDirectory)
    {
        if (environment("PULUMI_ROOT_DIRECTORY") is { Length: > 0 } root && File.Exists(Path.Combine(root, "Pulumi.yaml")))
        {
            return Path.GetFullPath(root);
        }

        for (var folder = new DirectoryInfo(workingDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
            {
                return folder.FullName;
            }
        }

        throw new RunException($"No Pulumi.yaml in {workingDirectory} or above it. Run this program with 'infra up' or 'pulumi up'.");
    }
}
