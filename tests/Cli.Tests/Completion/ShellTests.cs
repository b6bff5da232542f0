using System.Diagnostics;
using Cli.Tests.Support;

namespace Cli.Tests.Completion;

/// <summary>The scripts of <c>infra completion</c>, sourced in real shells.</summary>
public sealed class ShellTests : IDisposable
{
    private const string Urn = CompletionProject.Urn;

    private readonly CompletionProject _project = new();

    [ToolFact("bash")]
    public async Task Bash_Script_CompletesValuesAndUrns()
    {
        const string test = """
            source <(infra completion bash) || exit 1
            compopt() { echo "compopt $*"; }
            try() { COMP_LINE=$1; COMP_POINT=${#1}; _infra; printf '%s\n' "${COMPREPLY[@]}"; }
            complete -p infra
            try 'infra up --stack d'
            try 'infra config set --path services.orders.s'
            try 'infra config set --path services.orders.im'
            try 'infra state delete -s dev urn:pulumi:dev::shop::shop:'
            try 'infra stack export --file '
            try 'infra nothere '
            """;

        Assert.Equal(
            [
                "complete -F _infra infra",
                "dev",
                "compopt -o nospace",
                "services.orders.scaling.",
                "services.orders.image",
                "Service\\$kubernetes:core/v1:ConfigMap::orders",
                "compopt -o default",
            ],
            await RunAsync("bash", "--norc", "-c", test)
        );
    }

    [ToolFact("zsh")]
    public async Task Zsh_Script_CompletesValuesAndUrns()
    {
        const string test = """
            compdef() { echo "compdef $*"; }
            source <(infra completion zsh) || exit 1
            compadd() { echo "compadd $*"; eval "print -l -- \$${@[-1]}"; }
            _files() { echo "files $*"; }
            try() { words=("$@"); CURRENT=$#; PREFIX=${@[-1]}; _infra; }
            try infra up --stack d
            try infra config set --path services.orders.
            try infra state delete -s dev urn:pulumi:dev::shop::shop:
            try infra render --out ''
            try infra ver
            """;

        Assert.Equal(
            [
                "compdef _infra infra",
                "compadd -l -d shown -a values",
                "dev",
                "compadd -l -d shown -a values",
                "services.orders.image",
                "services.orders.port",
                "compadd -l -d shownPartial -S  -a partial",
                "services.orders.port.",
                "services.orders.scaling.",
                "compadd -l -d shown -a values",
                Urn,
                "files -/",
                "compadd -l -d shown -a values",
                "version",
            ],
            await RunAsync("zsh", "-f", "-c", test)
        );
    }

    [ToolFact("fish")]
    public async Task Fish_Script_CompletesValuesAndUrns()
    {
        const string test = """
            infra completion fish | source
            complete -C 'infra up --stack d'
            complete -C 'infra config set --path services.orders.'
            complete -C 'infra state delete -s dev urn:pulumi:dev::shop::shop:'
            complete -C 'infra stack export --file stacks/Pul'
            complete -C 'infra vers'
            """;

        Assert.Equal(
            [
                "dev",
                "services.orders.image\tThe image.",
                "services.orders.port",
                "services.orders.port.",
                "services.orders.scaling.\tThe autoscaler.",
                Urn,
                "stacks/Pulumi.dev.yaml",
                "version\tPrint infra's version",
            ],
            await RunAsync("fish", "--no-config", "-c", test)
        );
    }

    public void Dispose() => _project.Dispose();

    private async Task<string[]> RunAsync(string shell, params string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments)
        {
            WorkingDirectory = _project.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _project.Folder;
        start.Environment["COMP_WORDBREAKS"] = " \t\n\"'><=;|&(:";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await errors);
        return output.TrimEnd('\n').Split('\n');
    }
}
