using System.Diagnostics;
using System.Globalization;
using Likeness.Recordings;

namespace Likeness.Running;

/// <summary>Sends a step's signals to its command.</summary>
internal sealed class Interruption(IReadOnlyList<Interrupt> interrupts, EventLog log)
{
    /// <summary>Sends the signals, each when its event was seen.</summary>
    /// <returns>The last signal that was sent, or null.</returns>
    public async Task<string?> SendAsync(Process process, CancellationToken ended)
    {
        string? sent = null;
        foreach (var interrupt in interrupts)
        {
            if (await log.WaitForAsync(interrupt.When, ended))
            {
                using var kill = Process.Start(
                    "kill",
                    [$"-{interrupt.Signal["SIG".Length..]}", process.Id.ToString(CultureInfo.InvariantCulture)]
                );
                await kill.WaitForExitAsync(CancellationToken.None);
                sent = interrupt.Signal;
            }
        }

        return sent;
    }
}
