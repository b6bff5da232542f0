using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("STACK") { Description = "The stack to unlock", Arity = ArgumentArity.ZeroOrOne };
        var stackOption = CommonOptions.Stack();
        var run = new Option<string?>("--run")
        {
            Description = "Only the lock of this update, as the message about the lock names it",
            HelpName = "ID",
        };
        var job = new Option<bool>("--job")
        {
            Description = "Only the lock of an update of this CI job whose process has ended on this host",
        };
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            "cancel",
            "Remove the stack's lock, if the update that created it is no longer running",
            ("infra cancel --stack dev --yes", "Unlock the stack dev without asking"),
            ("infra cancel --stack prod --job", "Remove what a cancelled step of this CI job may have left, as the job's last step")
        )
        {
            name,
            stackOption,
            run,
            job,
            yes,
        };
        command.Validators.Add(result =>
        {
            if (result.IsOn(job) && result.GetResult(run) is { Implicit: false })
            {
                result.AddError("--job and --run exclude each other: both name the update.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(StackArgument.Require(parsed, name, stackOption));
                var isLeft = CreateFilter(parsed.GetValue(run), parsed.GetValue(job));
                string[] left = [.. workspace.Backend.Locks(stack).Where(isLeft).Select(held => held.Run)];
                if (parsed.GetValue(job))
                {
                    ReportOthersOfJob(workspace.Backend.Locks(stack).Where(held => !isLeft(held)), stack);
                }

                if (parsed.GetValue(job) && left.Length == 0)
                {
                    Console.WriteLine($"This job has left no lock of the stack '{stack.Name}'");
                    return 0;
                }

                if (Confirmation.CanAsk(parsed))
                {
                    Confirmation.Require(
                        parsed,
                        yes,
                        $"Remove the lock of the stack '{stack.Name}'? An update that still runs goes on, but cannot save its state."
                    );
                }

                foreach (var held in workspace.Backend.Locks(stack).Where(isLeft))
                {
                    RequireEnded(parsed, held);
                }

                var removed = parsed.GetValue(job)
                    ? left.Sum(id => workspace.Backend.Cancel(stack, id))
                    : workspace.Backend.Cancel(stack, parsed.GetValue(run));
                Console.WriteLine(
                    removed == 0
                        ? $"The stack '{stack.Name}' was not locked"
                        : $"The currently running update for '{stack.Name}' has been canceled!"
                );
                if (workspace.Backend.Locks(stack).Count == 0)
                {
                    await SaveInterruptedAsync(parsed, workspace.State(stack), cancellationToken);
                }

                return 0;
            }
        );
        return command;
    }

    /// <exception cref="UsageException">The process runs in no job.</exception>
    private static Func<HeldLock, bool> CreateFilter(string? run, bool isOfJob)
    {
        if (!isOfJob)
        {
            return held => run is null || held.Run == run;
        }

        return CiJob.FindUrl(Environment.GetEnvironmentVariable) is { } url
            ? held => held.Holder is { Status: LockHolderStatus.Ended } holder && holder.Url == url
            : throw new UsageException("--job: this process runs in no CI job: name the update with --run", ExitCode.Configuration);
    }

    // Other jobs of the run have the same page, and may still write the state.
    private static void ReportOthersOfJob(IEnumerable<HeldLock> locks, StackName stack)
    {
        var url = CiJob.FindUrl(Environment.GetEnvironmentVariable);
        foreach (var held in locks.Where(held => held.Holder?.Url == url))
        {
            Console.WriteLine(
                $"Left the lock of {held.Holder!.Username}@{held.Holder.Hostname} (pid {held.Holder.Pid}), which is not known to have ended: "
                    + $"once it has, `infra cancel --stack {stack.Name} --run {held.Run}` removes it"
            );
        }
    }

    /// <exception cref="UsageException">The update still runs here, and the user does not insist.</exception>
    private static void RequireEnded(ParseResult parsed, HeldLock held)
    {
        if (held.Holder is not { Status: LockHolderStatus.Running } holder)
        {
            return;
        }

        var running = $"The update of {holder.Username} (pid {holder.Pid}) is still running on this host";
        if (!Confirmation.CanAsk(parsed))
        {
            throw new UsageException(
                $"{running}: end it with `kill -INT {holder.Pid}`, after which it saves its state and removes the lock; `infra cancel` would not stop it"
            );
        }

        Confirmation.Ask($"{running}, and removing its lock does not stop it: its state will not be saved. Remove the lock all the same?");
    }

    private static async Task SaveInterruptedAsync(ParseResult parsed, StackState state, CancellationToken cancellationToken)
    {
        try
        {
            if (await state.SaveInterruptedAsync(cancellationToken) is { } pending)
            {
                Console.WriteLine(
                    "What the interrupted update had done is in the state"
                        + (pending == 0 ? "" : $"; the next update finds out what became of {pending} operation(s) it was in the middle of")
                );
            }
        }
        catch (EngineException error)
        {
            ErrorOutput.Warn(parsed, $"what the interrupted update had done stays in its journal until the next update: {error.Message}");
        }
    }
}
