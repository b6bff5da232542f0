using System.Collections.Immutable;
using Infra.Backend.Checks;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Loading;

/// <param name="Settings">The settings of the stack.</param>
/// <param name="Warnings">Settings that are allowed but probably not intended.</param>
/// <param name="Written">The settings as written, with their places.</param>
/// <param name="Plans">What the settings lead to in each of the stack's clusters.</param>
internal sealed record LoadedSettings(
    StackSettings Settings,
    IReadOnlyList<SettingsError> Warnings,
    WrittenSettings Written,
    ImmutableArray<ClusterPlan> Plans
);

/// <summary>Reads, merges, binds and checks the settings of a stack.</summary>
internal static class SettingsLoader
{
    /// <exception cref="InvalidSettingsException">There are errors; the exception lists all of them.</exception>
    public static LoadedSettings Load(SettingsSources sources)
    {
        var errors = new SettingsErrors();
        var documents = SettingsDocuments.Read(sources, errors);
        if (!errors.IsUsable(SettingsPath.Root))
        {
            // With a file that is not YAML, every setting would be reported as missing.
            errors.ThrowIfAny(sources.Stack);
        }

        if (documents.Catalogue.Entries.Count == 0 && documents.Stack["name"] is null)
        {
            RejectMissingCatalogue(sources.Catalogue, errors);
            errors.ThrowIfAny(sources.Stack);
        }

        NullVariableCheck.Run(documents.Catalogue, documents.Stack, errors);
        documents = documents with { Stack = OverrideCheck.Run(documents.Catalogue, documents.Stack, errors) };
        var written = documents.Merge(errors);
        ImmutableArray<ClusterPlan> plans = [];
        var settings = new Binder(errors).Bind<StackSettings>(written.Root, SettingsPath.Root);
        if (settings is not null)
        {
            settings = new ProjectFileReader(sources, written, errors).Read(settings);
            settings = new ImageBuildReader(sources, written, errors).Read(settings);
            settings = new ManifestReader(sources, written, errors).Read(settings);
            SettingsReview.Run(settings, written, sources, errors);
            if (errors.Errors.Count == 0)
            {
                plans = PlanReview.Run(settings, written, sources.Stack, errors);
            }
        }

        errors.ThrowIfAny(sources.Stack);
        return new LoadedSettings(settings!, errors.Warnings, written, plans);
    }

    private static void RejectMissingCatalogue(SettingsFile catalogue, SettingsErrors errors) =>
        errors.AddUnusable(
            new Location(catalogue.Name, catalogue.Text is null ? null : 1),
            SettingsPath.Root,
            catalogue.Text is null ? "this file does not exist" : "this file has no settings",
            "write 'name: <system>' and 'services: {<name>: {image: <image>, port: <port>}}' in it"
        );
}
