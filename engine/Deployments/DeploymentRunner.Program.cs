using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Services;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Programs;
using Infra.Protocol.Grpc;

namespace Infra.Engine.Deployments;

/// <summary>The run of the program.</summary>
internal sealed partial class DeploymentRunner
{
    private async Task RunProgramAsync(IProgram program)
    {
        var activity = new ActivityCounter();
        var engine = new EngineService(_context);
        using var monitor = new ResourceMonitorService(_context, _registrar, activity, _request.Config, _request.ConfigSecretKeys)
        {
            // Deriving the key of the secrets is slow: the program starts meanwhile.
            Ready = WaitUntilUnlockedAsync(),
        };
        await using var server = new GrpcServer();
        engine.MapTo(server);
        monitor.MapTo(server);
        UnsupportedCalls.MapTo(server);
        await server.StartAsync(CancellationToken.None);
        await using var policies = await StartPoliciesAsync(server);

        using var kill = new CancellationTokenSource();

        // On a thread of its own: a program that starts slowly must not keep the server from answering.
        var running = Task.Run(() => program.RunAsync(_request.CreateEnvironment(server.Address), PublishOutput, kill.Token));
        try
        {
            await _request.Unlocked;
        }
        catch (SecretsException)
        {
            _context.Stop();
            await kill.CancelAsync();
            await FinishProgramAsync(running);
            throw;
        }

        await Task.WhenAny(running, monitor.ProgramDone, WaitForStopAsync());

        // A program that has ended may leave calls behind.
        await activity.WhenIdleAsync();
        var isComplete = !_context.Stopping.IsCancellationRequested && await IsCompleteAsync(running, monitor, engine);
        if (isComplete)
        {
            await _registrar.PruneAsync();
            await AnalyzeStackAsync(policies);
        }

        // A program that fails without outputs leaves the stack's step incomplete.
        if (isComplete || monitor.StackOutputs is not null)
        {
            await CompleteStackAsync(monitor.StackOutputs);
        }

        monitor.Release();
        if (_context.Stopping.IsCancellationRequested)
        {
            await kill.CancelAsync();
        }

        await FinishProgramAsync(running);
    }

    /// <summary>True where the program has registered all its resources, so that the others can be pruned.</summary>
    private static async Task<bool> IsCompleteAsync(Task<ProgramResult> running, ResourceMonitorService monitor, EngineService engine) =>
        !engine.HasReportedError && (monitor.ProgramDone.IsCompleted || await running == ProgramResult.Succeeded);

    private async Task FinishProgramAsync(Task<ProgramResult> running)
    {
        try
        {
            var result = await running;
            if (result == ProgramResult.Succeeded || _context.Stopping.IsCancellationRequested)
            {
                return;
            }

            if (result == ProgramResult.Failed)
            {
                _context.Fail(default, "the program ended with an error: see its output");
            }

            _context.Stop();
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
            // Killed because the deployment is stopping.
        }
    }

    private void PublishOutput(string line, bool isError)
    {
        if (!_context.Stopping.IsCancellationRequested)
        {
            _context.Events.Diagnose(DiagnosticSeverity.Output, default, line);
        }
    }

    private async Task WaitUntilUnlockedAsync()
    {
        try
        {
            await _request.Unlocked;
        }
        catch (SecretsException)
        {
            throw new DeploymentStoppedException();
        }
    }

    private Task WaitForStopAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.Stopping.Register(() => stopped.TrySetResult());
        return stopped.Task;
    }
}
