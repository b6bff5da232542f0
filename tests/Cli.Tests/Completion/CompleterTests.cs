using System.CommandLine;
using Infra.Cli;
using Infra.Cli.Completion;

namespace Cli.Tests.Completion;

public sealed class CompleterTests : IDisposable
{
    private const string Urn = CompletionProject.Urn;

    /// <summary>Values that only the user knows.</summary>
    private static readonly HashSet<string> FreeText =
    [
        "BACKUP",
        "STORE",
        "BACKUP",
        "BRANCH",
        "COMMAND",
        "REVISION",
        "SYSTEM",
        "TIME",
        "COLOR",
        "DOT",
        "DURATION",
        "GROUP",
        "HOST",
        "ID",
        "JSON",
        "KIND/NAME",
        "LEVEL",
        "METRIC",
        "N",
        "NUMBER",
        "NAME",
        "NAME,…",
        "NAME[=VALUE]",
        "NAMESPACE",
        "OBJECT",
        "TARGET",
        "USER",
        "PROJECT",
        "PROVIDER",
        "TEXT",
        "TYPE",
        "TYPE NAME ID",
        "URL",
        "VALUE",
        "VERSION",
        "object",
    ];

    private static readonly HashSet<string> Known =
    [
        "BASE",
        "CLUSTER",
        "DIR",
        "FILE",
        "KEY",
        "KEY=VALUE",
        "PATH=VALUES",
        "SCENARIO",
        "SERVICE",
        "SHELL",
        "STACK",
        "URN",
        "URN or ID",
        "URN|NAME",
        "true|false",
    ];

    private readonly CompletionProject _project = new();

    [Theory]
    [InlineData("co", "completion|config")]
    [InlineData("stack s", "select")]
    [InlineData("up --stack ", "dev")]
    [InlineData("up --stack=d", "--stack=dev")]
    [InlineData("up --sup", "--suppress-outputs|--suppress-progress")]
    [InlineData("up --color ", "always|auto|never")]
    [InlineData("stack select ", "dev")]
    [InlineData("explain ", "billing|orders")]
    [InlineData("cluster start --name ", "lab")]
    [InlineData("config get o", "other:key")]
    [InlineData("config set n", "namespace")]
    [InlineData("config set --path services.", "services.billing.|services.orders.")]
    [InlineData(
        "config set --path shop:services.orders.",
        "shop:services.orders.image|shop:services.orders.port|shop:services.orders.port.|shop:services.orders.scaling."
    )]
    [InlineData("config set --path services.orders.po", "services.orders.port|services.orders.port.")]
    [InlineData("config rm --path services.orders.scaling.", "services.orders.scaling.min")]
    [InlineData("up -c name", "namespace=")]
    [InlineData("state delete -s dev urn:pulumi:dev::shop::shop", Urn)]
    [InlineData("destroy -s dev --target o", "orders")]
    [InlineData("up --skip-preview --skip", "")]
    [InlineData("up --message ", "")]
    [InlineData("rehearse c", "calibrate|campaign")]
    [InlineData("rehearse campaign --scenario z", "zone-loss")]
    [InlineData("rehearse campaign --compare ", "dev")]
    [InlineData("stack select nothere ", "")]
    [InlineData("nothere ", "")]
    public void Complete_AWord_ListsWhatTheProjectHas(string line, string expected)
    {
        var before = _project.Files.ToArray();

        var words = line.Split(' ');
        var completions = new Completer(CommandLine.CreateRoot()).Complete(["-C", _project.Folder, .. words[..^1]], words[^1]);

        Assert.Equal(expected, string.Join('|', completions.Candidates.Select(candidate => candidate.Value)));
        Assert.Equal(before, _project.Files);
    }

    [Theory]
    [InlineData("stack export --file ", nameof(CompletionKind.Files))]
    [InlineData("render --out ", nameof(CompletionKind.Directories))]
    public void Complete_APath_LeavesItToTheShell(string line, string expected) =>
        Assert.Equal(expected, new Completer(CommandLine.CreateRoot()).Complete(line.Split(' ')[..^1], "").Kind.ToString());

    [Fact]
    public void EveryValue_IsCompletedOrFreeText()
    {
        var names =
            from command in Descendants(CommandLine.CreateRoot()).Where(command => !command.Hidden)
            from name in command
                .Options.Where(option => !option.Hidden && option.ValueType != typeof(bool) && option.ValueType != typeof(void))
                .Select(option =>
                    option.HelpName
                    ?? (
                        option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Any()
                            ? "TYPE"
                            : $"{command.Name} {option.Name}"
                    )
                )
                .Concat(command.Arguments.Select(argument => argument.Name))
            select name;

        Assert.Empty(names.Where(name => !Known.Contains(name) && !FreeText.Contains(name)).Distinct());
    }

    [Theory]
    [InlineData("infra up --target urn:pulumi:dev::shop::a", "urn:pulumi:dev::shop::a$b::c d", "a\\$b::c\\ d")]
    [InlineData("infra up --target 'urn:pulumi:dev::shop::a", "urn:pulumi:dev::shop::a$b::c", "urn:pulumi:dev::shop::a$b::c")]
    [InlineData("infra up --target \"urn:a", "urn:a$b", "urn:a\\$b")]
    [InlineData("infra up --stack=d", "--stack=dev", "dev")]
    [InlineData("infra up --target a\\$b", "a$b c", "a\\$b\\ c")]
    public void BashLine_Complete_ReplacesWhatBashReplaces(string line, string value, string expected) =>
        Assert.Equal(expected, BashLine.Parse(line, " \t\n\"'><=;|&(:").Complete(value));

    public void Dispose() => _project.Dispose();

    private static IEnumerable<Command> Descendants(Command command) =>
        command.Subcommands.SelectMany(child => Descendants(child).Prepend(child));
}
