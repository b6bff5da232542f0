namespace Infra.Cli.Pipelines.Github;

/// <summary>
/// Posts the reports of <see cref="PullRequestWorkflow"/>. Its token may write, so it runs the code of the deployed branch only; what
/// comes from
/// the pull request is text and a number, and the pull request of that number must have the commit that was tested.
/// </summary>
internal static class CommentWorkflow
{
    public static string Write(PipelineSubject subject) =>
        $$$"""
            name: Review comment
            on:
              workflow_run:
                workflows: [{{{PullRequestWorkflow.Name}}}]
                types: [completed]
            permissions: {}
            jobs:
              comment:
                name: comment
                if: ${{ github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.conclusion != 'cancelled' }}
                runs-on: ubuntu-latest
                timeout-minutes: 15
                permissions: { actions: read, contents: read, pull-requests: write }
                concurrency: { group: "comment-${{ github.event.workflow_run.head_sha }}", cancel-in-progress: true }
                steps:
                  {{{GithubSteps.Prepare(subject)}}}
                  - uses: {{{GithubActions.DownloadArtifact}}}
                    with:
                      pattern: report-*
                      merge-multiple: true
                      path: ${{ runner.temp }}/reports
                      run-id: ${{ github.event.workflow_run.id }}
                      github-token: ${{ github.token }}
                  - name: Comment
                    env:
                      GITHUB_TOKEN: ${{ github.token }}
                      HEAD: ${{ github.event.workflow_run.head_sha }}
                    run: |
                      mkdir -p "$RUNNER_TEMP/reports"
                      cd "$RUNNER_TEMP/reports"
                      [ -s number ] || { echo "The pull request has no report."; exit 0; }
                      set --
                      for file in ./*.md; do set -- "$@" --file "$file"; done
                      infra ci comment --pull-request "$(head -c 20 number)" --head "$HEAD" "$@"

            """;
}
