namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that hand results to the monitoring. They run in an image with a shell and curl.</summary>
internal static class ReportScripts
{
    /// <summary>
    /// Waits for its end, which Kubernetes brings about once the drill has ended, and then sends the metrics that a successful drill has
    /// left. The drill does not fail without the monitoring.
    /// </summary>
    public const string Send = """
        set -eu

        send() {
          [ -s "$WORK_FOLDER/metrics" ] || exit 0
          curl --silent --show-error --fail-with-body --max-time 5 --retry 3 --retry-connrefused --data-binary "@$WORK_FOLDER/metrics" \
            "$GATEWAY" || echo "The metrics of the drill cannot be sent to $GATEWAY." >&2
          exit 0
        }

        trap send TERM INT
        while :; do
          sleep 3600 &
          wait $!
        done
        """;
}
