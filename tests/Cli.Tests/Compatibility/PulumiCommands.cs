using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cli.Tests.Support;
using Infra.Cli;
using Infra.Cli.Commands.Refused;

namespace Cli.Tests.Compatibility;

/// <summary>What Pulumi's command line has, gathered from its sources, and what <c>infra</c> does with it.</summary>
internal sealed record PulumiCommands(string Version, IReadOnlyList<PulumiCommand> Commands)
{
    public static RootCommand Root { get; } = CommandLine.CreateRoot();

    public static PulumiCommands Read() => JsonSerializer.Deserialize(ReadFile("pulumi-commands.json"), PulumiJson.Default.PulumiCommands)!;

    public static byte[] ReadFile(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Cli.Tests/Compatibility", name));
}

/// <summary>A command of Pulumi.</summary>
/// <param name="Path">Its words; <c>pulumi</c> for the options of every command.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Options">Its options, each followed by its short form if it has one. Not gathered for commands that are refused.</param>
internal sealed record PulumiCommand(string Path, IReadOnlyList<string> Aliases, IReadOnlyList<string> Options)
{
    /// <summary>The command in this command line: itself or a refusal.</summary>
    [JsonIgnore]
    public Command? Found => Find(Path);

    [JsonIgnore]
    public bool IsRefused => Found is RefusedCommand;

    /// <summary>The words after <c>infra</c>; "" for the program itself.</summary>
    [JsonIgnore]
    public string InfraPath => string.Join(' ', Lineage.SkipLast(1).Reverse().Select(command => command.Name));

    /// <summary>The options that this command line does not have.</summary>
    [JsonIgnore]
    public IEnumerable<string> MissingOptions => Options.Select(option => option.Split(' ')[0]).Where(option => FindOption(option) is null);

    /// <summary>The visible options of this command line that Pulumi's command and its parents do not have.</summary>
    [JsonIgnore]
    public IEnumerable<string> AddedOptions =>
        from option in Found!.Options
        where !option.Hidden && option.Name is not ("--help" or "--version")
        where !Options.Any(known => known.Split(' ')[0] == option.Name)
        where option.Name != "--stack" || !Path.Contains(' ', StringComparison.Ordinal)
        orderby option.Name
        select option.Name;

    /// <summary>The command and its parents, the program last.</summary>
    [JsonIgnore]
    private IEnumerable<Command> Lineage
    {
        get
        {
            for (var current = Found; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
            {
                yield return current;
            }
        }
    }

    /// <summary>Finds an option by its name or its short form.</summary>
    public Option? FindOption(string name) =>
        Lineage
            .SelectMany(command => command.Options.Where(option => command == Found || option.Recursive))
            .FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    public static Command? Find(string path)
    {
        Command? command = PulumiCommands.Root;
        foreach (var word in path.Split(' ').Where(word => word != "pulumi"))
        {
            command = command?.Subcommands.FirstOrDefault(child => child.Name == word || child.Aliases.Contains(word));
        }

        return command;
    }
}

[JsonSerializable(typeof(PulumiCommands))]
[JsonSerializable(typeof(Differences))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PulumiJson : JsonSerializerContext;
