using System.CommandLine;
using Infra.Cli;
using Infra.Cli.Terminal;

namespace Cli.Tests.Commands;

/// <summary>The command tree accepts Pulumi's flags, and every command has help.</summary>
public sealed class CommandTreeTests
{
    [Theory]
    [InlineData("up --stack dev --yes --diff --parallel 4 --non-interactive --expect-no-changes --cwd .")]
    [InlineData("up -s dev -y -p 4 -C . --skip-preview --json")]
    [InlineData("preview -s dev --json --diff")]
    [InlineData("preview -s dev --save-plan plan.json --plan-ttl 30m")]
    [InlineData("up -s dev -y --plan plan.json --rollback")]
    [InlineData("up -s dev -y --to 3")]
    [InlineData("destroy -s dev -y")]
    [InlineData("preview -s dev --refresh --expect-no-changes")]
    [InlineData("up -s dev -r -y")]
    [InlineData("up -s dev --refresh=false --skip-preview")]
    [InlineData("refresh -s dev -y -f --expect-no-changes --skip-pending-creates")]
    [InlineData("refresh --preview-only --clear-pending-creates")]
    [InlineData("import kubernetes:core/v1:ConfigMap name ns/name -s dev -y --skip-preview --protect=false --generate-code=false")]
    [InlineData("import -f objects.json --out Imported.cs --preview-only")]
    [InlineData("stack ls --json")]
    [InlineData("stack init qa --secrets-provider passphrase")]
    [InlineData("stack select qa")]
    [InlineData("stack output url --json --show-secrets")]
    [InlineData("stack export --file x.json")]
    [InlineData("config set --secret key value -s dev")]
    [InlineData("config set --path a:b.c[0] value")]
    [InlineData("config get key --json")]
    [InlineData("config rm key")]
    [InlineData("render --stack prod --out manifests")]
    [InlineData("explain orders --stack prod --json")]
    [InlineData("cluster start --stack dev")]
    [InlineData("cluster kubeconfig --name lab")]
    [InlineData("cluster kubeconfig --name lab --user ci --group deployers --group viewers")]
    [InlineData("cluster fault stop-node node-1 --stack dev --for 10m")]
    [InlineData("cluster fault kill-pod default/web-0 --name lab")]
    [InlineData("cluster fault clear fault-1 --name lab")]
    [InlineData(
        "cluster node-pool add gpu --nodes 4 --zone a --zone b --label tier=gpu --taint gpu=true:NoSchedule --max-pods 20 --name lab"
    )]
    [InlineData("cluster node-pool resize gpu --nodes 0 --name lab")]
    [InlineData("cluster node-pool list --json --stack dev")]
    [InlineData("cancel --yes")]
    [InlineData("up --target a --target '**::b' --target-dependents --replace c --target-replace d --continue-on-error -c k=v")]
    [InlineData("preview --exclude a --exclude-dependents --show-sames --show-reads --show-replacement-steps --show-config --urns -v 3")]
    [InlineData("destroy --exclude-protected --remove --suppress-outputs --suppress-progress --suppress-permalink false --debug")]
    [InlineData("down --preview-only")]
    [InlineData("dn -y")]
    [InlineData("update -y")]
    [InlineData("pre")]
    public void Parse_PulumisFlags_HasNoErrors(string line) => Assert.Empty(CommandLine.CreateRoot().Parse(line).Errors);

    [Theory]
    [InlineData("up --parallel 0", "--parallel")]
    [InlineData("up --parallel many", "--parallel")]
    [InlineData("plugin", "missing command: one of ls")]
    [InlineData("stack frobnicate", "unknown command 'frobnicate' for `infra stack`")]
    [InlineData("up now", "unexpected argument 'now' for `infra up`")]
    [InlineData("stack init --teem", "unknown option '--teem'")]
    [InlineData("up --to 0", "--to")]
    [InlineData("up --to 3 --skip-preview", "--skip-preview")]
    [InlineData("up --to 3 --plan plan.json", "exclude each other")]
    [InlineData("preview --save-plan plan.json --plan-ttl soon", "--plan-ttl")]
    [InlineData("cluster start --stack a --name b", "exclude each other")]
    [InlineData("cluster start --nodes 0", "--nodes")]
    [InlineData("cluster kubeconfig --group deployers", "--group needs --user")]
    [InlineData("cluster fault drain node-1 --for soon", "--for")]
    [InlineData("cluster node-pool add gpu --nodes none", "--nodes")]
    [InlineData("cluster fault kill-pod web-0", "NAMESPACE/POD")]
    [InlineData("config set --secret --plaintext a b", "exclude each other")]
    [InlineData("import --fiel x.json", "--fiel")]
    [InlineData("import --from terraform", "--from is not supported")]
    [InlineData("refresh --run-program", "`--run-program` is not supported by infra: refresh and destroy work on the state alone")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("up --target a --exclude b", "exclude each other")]
    [InlineData("up --config novalue", "KEY=VALUE")]
    [InlineData("stack init qa --secrets-provider awskms://key", "secrets are encrypted with a passphrase only")]
    [InlineData("destroy --yes --preview-only", "--yes and --preview-only cannot be used together")]
    public void Parse_AMistake_IsInTheError(string line, string named) =>
        Assert.Contains(UsageErrors.Describe(CommandLine.CreateRoot().Parse(line)), message =>
            message.Contains(named, StringComparison.Ordinal)
        );

    [Fact]
    public void Parse_AnyTextAsTheValueOfAnyOption_DoesNotThrow()
    {
        var root = CommandLine.CreateRoot();
        foreach (var command in Descendants(root).Where(command => !command.Hidden))
        {
            foreach (var option in command.Options)
            {
                _ = UsageErrors.Describe(root.Parse($"{GetPath(command)} {option.Name}=x y z")).ToArray();
            }
        }
    }

    [Fact]
    public void EveryCommand_HasADescription_AndEveryLeafShowsAnExample()
    {
        foreach (var command in Descendants(CommandLine.CreateRoot()).Where(command => !command.Hidden))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
            Assert.True(
                command.Subcommands.Count > 0 || command is IHasExamples { Examples.Count: > 0 },
                $"{command.Name} shows no example"
            );
        }
    }

    [Fact]
    public void EveryExample_IsACommandLineThatParses()
    {
        var examples = Descendants(CommandLine.CreateRoot())
            .OfType<IHasExamples>()
            .SelectMany(command => command.Examples)
            .Select(example => example.Command);
        foreach (var example in examples.Where(example => example.StartsWith("infra ", StringComparison.Ordinal)))
        {
            var line = example.Split(" <")[0].Split(" |")[0]["infra ".Length..];
            Assert.True(CommandLine.CreateRoot().Parse(line).Errors.Count == 0, example);
        }
    }

    private static string GetPath(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{GetPath(parent)} {command.Name}".Trim() : "";

    private static IEnumerable<Command> Descendants(Command command) =>
        command.Subcommands.SelectMany(child => Descendants(child).Prepend(child));
}
