# What R's survival makes of cohorts, one figure per line, for landing.int.test.ts to compare.
#   Rscript referee.R COHORTS.csv HORIZONS.csv FIGURES.csv
# COHORTS: cohort,time,cause (empty: censored). HORIZONS: cohort,restrictedTo,days ("90 180 365").
# FIGURES: cohort,figure,row,value with 17 digits; an NA is written as NA. Shares are compared with prop.test too (cohort 0).
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
people <- read.csv(arguments[1], colClasses = c("integer", "numeric", "character"), na.strings = "-")
asked <- read.csv(arguments[2], colClasses = c("integer", "numeric", "character"))

figures <- function(cohort, figure, values, row = seq_along(values) - 1)
  data.frame(cohort = rep(cohort, length(values)), figure = rep(figure, length(values)), row = row,
             value = sprintf("%.17g", as.numeric(values)))

matrix_of <- function(pstate, states) matrix(pstate, ncol = length(states), dimnames = list(NULL, states))

of_cohort <- function(cohort) {
  time <- people$time[people$cohort == cohort]
  cause <- people$cause[people$cohort == cohort]
  ask <- asked[asked$cohort == cohort, ]

  fit <- survfit(Surv(time, cause == "landed") ~ 1, conf.type = "log-log")
  curve <- summary(fit, censored = TRUE)
  middle <- quantile(fit, 0.5)
  smallest <- function(level) fit$time[which(level < 0.5 + sqrt(.Machine$double.eps))[1]]

  competing <- sort(setdiff(unique(cause), c("", "landed")), method = "radix")
  states <- c("", "landed", competing)
  states_fit <- survfit(Surv(time, factor(cause, levels = states)) ~ 1)
  at_events <- states_fit$time[states_fit$time %in% unique(fit$time[rowSums(as.matrix(states_fit$n.event)) > 0])]
  incidence <- function(figure, days) {
    if (length(days) == 0) return(NULL)
    found <- matrix_of(summary(states_fit, times = days, extend = TRUE)$pstate, states)
    rbind(figures(cohort, paste0(figure, ".day"), days),
          do.call(rbind, lapply(states[-1], function(state) figures(cohort, paste0(figure, ".", state), found[, state]))))
  }

  rbind(
    figures(cohort, "curve.day", curve$time),
    figures(cohort, "curve.atRisk", curve$n.risk),
    figures(cohort, "curve.landed", curve$n.event),
    figures(cohort, "curve.censored", curve$n.censor),
    figures(cohort, "curve.survival", curve$surv),
    figures(cohort, "curve.lower", curve$lower),
    figures(cohort, "curve.upper", curve$upper),
    # As R has it, halfway along a flat half; and the smallest t on R's own curve.
    figures(cohort, "median.R", c(middle$quantile, middle$lower, middle$upper)),
    figures(cohort, "median.smallest", c(smallest(fit$surv), smallest(fit$lower), smallest(fit$upper))),
    figures(cohort, "mean.last", survival:::survmean(fit, rmean = max(fit$time))$matrix["rmean"]),
    figures(cohort, "mean.asked", survival:::survmean(fit, rmean = ask$restrictedTo)$matrix["rmean"]),
    incidence("incidence", at_events),
    incidence("horizons", as.numeric(strsplit(ask$days, " ")[[1]]))
  )
}

shares <- do.call(rbind, lapply(1:40, function(denominator) do.call(rbind, lapply(0:denominator, function(numerator) {
  test <- suppressWarnings(prop.test(numerator, denominator, correct = FALSE))
  figures(0, sprintf("share.%d.%d", numerator, denominator), c(test$estimate, test$conf.int))
}))))

write.csv(rbind(do.call(rbind, lapply(asked$cohort, of_cohort)), shares), arguments[3], row.names = FALSE, quote = FALSE)
