using Infra.Engine.Programs;

namespace Infra.Engine.Operations;

/// <summary>
/// A program that starts after its target clusters are ready. Meanwhile the deployment does the work that does not need the program.
/// </summary>
internal sealed class DelayedProgram : IProgram
{
    private readonly IProgram _program;
    private readonly Task _ready;

    private DelayedProgram(IProgram program, Task ready) => (_program, _ready) = (program, ready);

    /// <summary>Delays a program until <see cref="OperationOptions.BeforeProgram"/> completes, if that is set.</summary>
    public static async Task<IProgram> CreateAsync(IProgram program, ProgramQueries queries, OperationOptions options)
    {
        if (options.BeforeProgram is not { } makeReady)
        {
            return program;
        }

        var ready = makeReady(queries);
        if (options.SkipPreview)
        {
            // Without a preceding plan, nothing may be journaled before it is certain that the program can run.
            await ready;
        }

        return new DelayedProgram(program, ready);
    }

    public async Task<ProgramResult> RunAsync(
        ProgramEnvironment environment,
        Action<string, bool> output,
        CancellationToken cancellationToken
    )
    {
        await _ready.WaitAsync(cancellationToken);
        return await _program.RunAsync(environment, output, cancellationToken);
    }
}
