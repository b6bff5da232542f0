using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>The environment variables that a service, one of its versions or an additional container declares.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">The path of the variables.</param>
/// <param name="Own">The variables declared there.</param>
/// <param name="Inherited">The variables of the service that they are added to or override; none for the service itself.</param>
/// <param name="Sources">The existing Secrets and ConfigMaps whose keys are variables too.</param>
/// <param name="Commands">The parts of the command that is run with them, and of its arguments, with their paths.</param>
internal sealed record ReviewedVariables(
    ServiceUnderReview Service,
    SettingsPath At,
    IReadOnlyDictionary<string, EnvironmentSettings> Own,
    IReadOnlyDictionary<string, EnvironmentSettings> Inherited,
    ImmutableArray<EnvironmentSourceSettings> Sources,
    ImmutableArray<(SettingsPath At, string Text)> Commands
)
{
    private static readonly ImmutableDictionary<string, EnvironmentSettings> None = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>The variables of a container: its own, and the service's where it has none of that name.</summary>
    public IEnumerable<KeyValuePair<string, EnvironmentSettings>> Visible =>
        Inherited.Where(variable => !Own.ContainsKey(variable.Key)).Concat(Own);

    /// <summary>The variables of all services.</summary>
    public static IEnumerable<ReviewedVariables> Find(SettingsReview review) => review.Services().SelectMany(Find);

    private static IEnumerable<ReviewedVariables> Find(ServiceUnderReview service)
    {
        var settings = service.Settings;
        yield return new ReviewedVariables(
            service,
            service.At("env"),
            settings.Env,
            None,
            settings.EnvFrom,
            FindCommands(service.Path, settings.Command, settings.Args)
        );
        foreach (var (version, overridden) in settings.Versions)
        {
            yield return new ReviewedVariables(
                service,
                service.At("versions", version, "env"),
                overridden.Env,
                settings.Env,
                settings.EnvFrom,
                FindCommands(service.At("versions", version), [], overridden.Args)
            );
        }

        foreach (var (name, container) in settings.Init)
        {
            yield return ForContainer(service.At("init", name), container);
        }

        foreach (var (name, container) in settings.Sidecars)
        {
            yield return ForContainer(service.At("sidecars", name), container);
        }

        ReviewedVariables ForContainer(SettingsPath at, ContainerSettings container) =>
            new(
                service,
                at.Key("env"),
                container.Env,
                settings.Env,
                settings.EnvFrom.AddRange(container.EnvFrom),
                FindCommands(at, container.Command, container.Args)
            );
    }

    private static ImmutableArray<(SettingsPath At, string Text)> FindCommands(
        SettingsPath at,
        ImmutableArray<string> command,
        ImmutableArray<string> args
    ) =>
        [
            .. command.Select((text, position) => (at.Key("command").Item(position), text)),
            .. args.Select((text, position) => (at.Key("args").Item(position), text)),
        ];
}
