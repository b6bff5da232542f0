using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Infra.Cli.Ci;
using Infra.Cli.Commands;
using Infra.Cli.Commands.Backends;
using Infra.Cli.Commands.Ci;
using Infra.Cli.Commands.Cluster;
using Infra.Cli.Commands.Configuration;
using Infra.Cli.Commands.Images;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Commands.Plugins;
using Infra.Cli.Commands.Policies;
using Infra.Cli.Commands.Refused;
using Infra.Cli.Commands.Rehearsals;
using Infra.Cli.Commands.Stacks;
using Infra.Cli.Commands.StateEdits;
using Infra.Cli.Commands.Stores;
using Infra.Cli.Completion;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;

namespace Infra.Cli;

/// <summary>The <c>infra</c> command line: parses it, runs the command and maps exceptions to messages and exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="host">What hosts the command line; null for a process of its own.</param>
    /// <returns>The exit code (see <see cref="ExitCode"/>).</returns>
    public static async Task<int> RunAsync(string[] arguments, CommandHost? host = null)
    {
        using var interrupts = new Interrupts(CiPlatforms.IsCi(Environment.GetEnvironmentVariable));
        using var job = host is null ? JobOutput.Find(Environment.GetEnvironmentVariable) : null;
        host ??= new CommandHost { Job = job };
        if (job is not null)
        {
            Console.SetError(job.Error);
        }

        await using var json = host.Json;
        var root = arguments is [ClusterCommand.Name, ServeClusterCommand.Name, ..] ? CreateServer() : CreateRoot();
        var parsed = root.Parse(arguments);
        if (UsageErrors.Exist(parsed))
        {
            var mistakes = UsageErrors.Describe(parsed).ToArray();
            json.ShowErrors(parsed, mistakes);
            return UsageErrors.Report(parsed, mistakes);
        }

        try
        {
            interrupts.Grace = CancelGrace.Find(Environment.GetEnvironmentVariable);
            return await parsed.InvokeAsync(host, interrupts.Cancelled);
        }
        catch (OperationCanceledException) when (interrupts.Cancelled.IsCancellationRequested)
        {
            return Fail(ExitCode.Cancelled, "cancelled");
        }
        catch (ConfigurationException e)
        {
            return Fail(e.ExitCode, [.. e.Problems]);
        }
        catch (EngineException e)
        {
            return Fail(e.ExitCode, e.Message);
        }
        catch (UsageException e)
        {
            return Fail(e.ExitCode, e.Message);
        }
        catch (Exception e)
        {
            // Commands throw no other exceptions on purpose, so this one is a defect of infra.
            return Fail(ExitCode.Internal, await InternalErrorReport.WriteAsync(e));
        }

        int Fail(ExitCode code, params string[] messages)
        {
            ErrorOutput.WriteEach(parsed, messages);
            foreach (var message in messages)
            {
                job?.Add(DiagnosticSeverity.Error, message, Environment.CurrentDirectory);
            }

            json.ShowErrors(parsed, messages);
            return (int)code;
        }
    }

    /// <summary>Creates the one command of a cluster's process, which would keep in memory whatever the other commands load.</summary>
    private static RootCommand CreateServer() => new() { new Command(ClusterCommand.Name) { ServeClusterCommand.Create() } };

    /// <summary>Creates the command tree.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Run Pulumi programs that deploy to Kubernetes, on real or simulated clusters")
        {
            PreviewCommand.Create(),
            UpCommand.Create(),
            RefreshCommand.Create(),
            ImportCommand.Create(),
            DestroyCommand.Create(),
            RenderCommand.Create(),
            ExplainCommand.Create(),
            RehearseCommand.Create(),
            StackCommand.Create(),
            StoreCommand.Create(),
            ImagesCommand.Create(),
            StateCommand.Create(),
            ConfigCommand.Create(),
            PolicyCommand.Create(),
            CiCommand.Create(),
            CancelCommand.Create(),
            ClusterCommand.Create(),
            PluginCommand.Create(),
            LoginCommand.CreateLogin(),
            LoginCommand.CreateLogout(),
            WhoAmICommand.Create(),
            AboutCommand.Create(),
            AboutCommand.CreateVersion(),
            CompletionCommand.Create(),
        };
        root.Subcommands.Add(CompleteCommand.Create(root));
        RefusedCommands.AddTo(root);
        root.Options.Add(CommonOptions.WorkingDirectory);
        root.Options.Add(CommonOptions.NonInteractive);
        root.Options.Add(CommonOptions.Color);
        root.Options.Add(CommonOptions.Backend);
        root.Options.Add(CommonOptions.EventLog);
        root.Options.Add(CommonOptions.Verbose);
        var help = root.Options.OfType<HelpOption>().Single();
        var helpAction = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = helpAction;

        // As Pulumi, the program without a command shows its help.
        root.Action = helpAction;
        return root;
    }
}
