package io.akkord.actors.cli;

import io.akkord.actors.cluster.NodeSystem;
import io.akkord.algorithms.UserError;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line.
 *
 * <p>Exit status: 0 done, 2 the user's input is wrong (one sentence on standard error), 1 anything else.
 */
@Command(
        name = "akkord",
        description = "Aligns language models: SFT, reward modelling and PPO on a cluster of actors.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Akkord " + NodeSystem.VERSION,
        subcommands = {
            RunCommand.class,
            NodeCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            CancelCommand.class,
            PlanCommand.class,
            PredictCommand.class,
            CalibrateCommand.class,
            GenerateCommand.class,
            ChatCommand.class,
            RecipesCommand.class,
            ReportCommand.class,
            ScoreCommand.class,
            ConformanceCommand.class,
            DoctorCommand.class
        })
public final class Main implements Runnable {

    static final int FAILED = 1;
    static final int WRONG_INPUT = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs one command line and returns its exit status. */
    static int run(Terminal terminal, String... arguments) {
        var line = new CommandLine(new Main(), new CommandFactory(terminal));
        line.setOut(terminal.out()).setErr(terminal.err());
        line.setExpandAtFiles(false); // a prompt may begin with @
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((error, typed) -> {
            terminal.complain(sentence(error));
            return WRONG_INPUT;
        });
        line.setExecutionExceptionHandler((error, command, parsed) -> report(terminal, error));
        try {
            return line.execute(arguments);
        } catch (Error error) { // else actors that were started already would keep the process alive
            return report(terminal, error);
        } finally {
            terminal.flush();
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given: try `akkord run quickstart`, or `akkord --help` for all of them");
    }

    private static int report(Terminal terminal, Throwable error) {
        var cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof UserError) {
            terminal.complain(String.valueOf(cause.getMessage()));
            return WRONG_INPUT;
        }
        terminal.complain("something broke that should not have: " + cause);
        cause.printStackTrace(terminal.err());
        return FAILED;
    }

    private static String sentence(ParameterException error) {
        var command = error.getCommandLine().getCommandName();
        var message = String.valueOf(error.getMessage());
        if (error instanceof UnmatchedArgumentException unmatched) {
            var word = unmatched.getUnmatched().getFirst();
            var kind = word.startsWith("-") ? "option" : command.equals("akkord") ? "command" : "argument";
            var near = unmatched.getSuggestions();
            message = command + " has no " + kind + " " + word
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
        } else {
            message = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
        }
        return message
                + (message.contains("--help")
                        ? ""
                        : " (see `akkord" + (command.equals("akkord") ? "" : " " + command) + " --help`)");
    }
}
