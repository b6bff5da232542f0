namespace Infra.Cli.Pipelines.Github;

/// <summary>
/// Compares the clusters with the stacks every day. One issue for each stack opens, changes and closes with what it finds.
/// </summary>
internal static class DriftWorkflow
{
    public static string Write(PipelineSubject subject) =>
        $$$"""
            name: Drift
            on:
              schedule:
                - cron: "17 4 * * *"
              workflow_dispatch:
            permissions: {}
            jobs:
              drift:
                name: drift of ${{ matrix.stack }}
                runs-on: ubuntu-latest
                timeout-minutes: 30
                permissions: { contents: read, id-token: write, issues: write }
                strategy:
                  fail-fast: false
                  matrix: { stack: {{{YamlText.List(subject.Stacks)}}} }
                environment: { name: "${{ matrix.stack }}-plan", deployment: false }
                concurrency: { group: "infra-${{ matrix.stack }}", cancel-in-progress: false, queue: max }
                env:
                  STACK: ${{ matrix.stack }}
                  REPORT: ${{ github.workspace }}/.infra/drift.md
                steps:
                  {{{GithubSteps.Prepare(subject)}}}
                  {{{GithubSteps.LogIn}}}
                  - name: Compare
                    id: compare
                    env:
                      {{{GithubSteps.Credentials}}}
                    run: |
                      mkdir -p .infra
                      code=0
                      {{{subject.Infra}}} preview --stack "$STACK" --refresh --expect-no-changes --format markdown --out "$REPORT" || code=$?
                      [ ! -s "$REPORT" ] || cat "$REPORT" >> "$GITHUB_STEP_SUMMARY"
                      echo "code=$code" >> "$GITHUB_OUTPUT"
                  - name: Report
                    env:
                      GITHUB_TOKEN: ${{ github.token }}
                      CODE: ${{ steps.compare.outputs.code }}
                    run: |
                      # 7: something would change. A failed comparison may be drift as well: a field that another manager owns.
                      case "$CODE" in
                        0) infra ci issue --label "drift:$STACK" --close ;;
                        7) infra ci issue --label "drift:$STACK" --title "The stack $STACK has drifted" --file "$REPORT" ;;
                        *)
                          [ ! -s "$REPORT" ] || infra ci issue --label "drift:$STACK" --title "The stack $STACK cannot be compared" --file "$REPORT"
                          exit "$CODE" ;;
                      esac

            """;
}
