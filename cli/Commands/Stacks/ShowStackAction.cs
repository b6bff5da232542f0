using System.CommandLine;
using System.Globalization;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Operations;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack</c> without a subcommand: shows the stack, its resources as a tree, and its outputs.</summary>
internal sealed class ShowStackAction
{
    private readonly Option<string?> _stack = CommonOptions.Stack();
    private readonly Option<bool> _showIds = new("--show-ids", "-i") { Description = "Show each resource's id" };
    private readonly Option<bool> _showUrns = new("--show-urns", "-u") { Description = "Show each resource's URN" };
    private readonly Option<bool> _showName = new("--show-name") { Description = "Print only the stack's name" };
    private readonly Option<bool> _showSecrets = CommonOptions.ShowSecrets();

    public void AddTo(Command command)
    {
        command.Add(_stack);
        command.Add(_showIds);
        command.Add(_showUrns);
        command.Add(_showName);
        command.Add(_showSecrets);
        command.SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        var stack = workspace.ResolveConfigured(parsed.GetValue(_stack));
        if (parsed.GetValue(_showName))
        {
            Console.WriteLine(stack.Name);
            return 0;
        }

        var snapshot = workspace.State(stack).Read();
        WriteHeading(workspace, stack, snapshot);
        Console.WriteLine($"Current stack resources ({snapshot.Resources.Count}):");
        if (snapshot.Resources.Count == 0)
        {
            Console.WriteLine("    No resources currently in this stack");
        }
        else
        {
            StateTree.Write(snapshot, parsed.GetValue(_showUrns), parsed.GetValue(_showIds), Console.Out);
            Console.WriteLine();
            StackOutputs.WriteTable(
                snapshot.Root?.Outputs ?? Protocol.Values.PropertyMap.Empty,
                new JsonValues(parsed.GetValue(_showSecrets))
            );
        }

        Console.WriteLine("\nUse `infra stack select` to change stack; `infra stack ls` lists known ones");
        return 0;
    }

    private static void WriteHeading(Workspace workspace, StackName stack, Snapshot snapshot)
    {
        Console.WriteLine($"Current stack is {stack.Name}:");
        Console.WriteLine($"    Managed by {Environment.MachineName}");
        if (snapshot.Version.Length == 0)
        {
            Console.WriteLine("    No updates yet; run `infra up`");
            return;
        }

        if (DateTimeOffset.TryParse(snapshot.Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            var ago = RelativeTime.Describe(time, TimeProvider.System.GetUtcNow());
            Console.WriteLine(
                $"    Last updated: {ago} ({time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF zzz", CultureInfo.InvariantCulture)})"
            );
        }

        Console.WriteLine($"    Pulumi version used: {snapshot.Version}");
        foreach (var plugin in snapshot.PluginNames)
        {
            Console.WriteLine($"    Plugin {plugin.Name} [{plugin.Kind}] version: {plugin.Version}");
        }

        foreach (var operation in snapshot.PendingOperations)
        {
            Console.WriteLine($"    Pending operation: {operation.Type.ToString().ToLowerInvariant()} {operation.Resource.Urn}");
        }

        foreach (var held in workspace.Backend.Locks(stack))
        {
            Console.WriteLine(
                held.Holder is { } holder
                    ? $"    Locked by {holder.Username}@{holder.Hostname} (pid {holder.Pid})"
                    : $"    Locked by {held.File}, which cannot be read"
            );
        }
    }
}
