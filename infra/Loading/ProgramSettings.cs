using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Loading;

/// <summary>The settings of the stack this program runs for.</summary>
/// <param name="Loaded">The settings and their warnings.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="Root">The folder of Pulumi.yaml.</param>
internal sealed record ProgramSettings(LoadedSettings Loaded, string Stack, string Root)
{
    /// <summary>The folder in which the program runs, to which Pulumi's providers resolve paths.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the objects are rendered only, so that nothing is built for them.</summary>
    public bool IsRendering { get; init; }

    /// <summary>Values that are tried in place of those of the scenario.</summary>
    public IReadOnlyList<SettingOverride> ScenarioOverrides { get; init; } = [];

    private const string StacksFolder = "stacks";

    /// <exception cref="Settings.Binding.InvalidSettingsException">
    /// There are errors in the settings; the exception lists all of them.
    /// </exception>
    /// <exception cref="ProgramEnvironmentException">The program was not started for a stack of a project.</exception>
    public static ProgramSettings Load(ProgramEnvironment environment)
    {
        var root = environment.FindRoot();
        var loaded = SettingsLoader.Load(
            new SettingsSources
            {
                Stack = environment.Stack,
                Root = root,
                Catalogue = ReadFile(root, "services.yaml"),
                StackFile = ReadFile(root, $"Pulumi.{environment.Stack}.yaml"),
                Config = environment.FindConfig,
                IsSecret = environment.IsSecret,
                Overrides = [.. environment.Overrides.Where(one => !one.IsOfScenario)],
            }
        );
        return new ProgramSettings(loaded, environment.Stack, root)
        {
            Folder = environment.WorkingDirectory,
            IsRendering = environment.IsRendering,
            ScenarioOverrides = [.. environment.Overrides.Where(one => one.IsOfScenario)],
        };
    }

    private static SettingsFile ReadFile(string root, string name)
    {
        var path = Path.Combine(root, StacksFolder, name);
        try
        {
            return File.Exists(path)
                ? SettingsFile.FromBytes($"{StacksFolder}/{name}", File.ReadAllBytes(path))
                : new SettingsFile($"{StacksFolder}/{name}", null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProgramEnvironmentException($"{StacksFolder}/{name} cannot be read: {error.Message}");
        }
    }
}
